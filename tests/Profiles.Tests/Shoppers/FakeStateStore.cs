using System.Text.Json;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>The committed keys of one actor, which outlive its activations, with faults on demand.</summary>
internal sealed class FakeStateStore
{
    public Dictionary<string, byte[]> Keys { get; } = new(StringComparer.Ordinal);

    /// <summary>Loads and saves fail.</summary>
    public bool Away { get; set; }

    /// <summary>The next save commits and then reports a failure, as a time-out does.</summary>
    public bool CommitsButFails { get; set; }

    /// <summary>Transactions committed.</summary>
    public int Saves { get; private set; }

    /// <summary>Longest body a sidecar takes; keys and values are most of it.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    public byte[]? Load(string key)
    {
        ThrowIfAway();
        return Keys.GetValueOrDefault(key);
    }

    public void Save(IReadOnlyDictionary<string, byte[]?> changes)
    {
        ThrowIfAway();
        if (changes.Count == 0)
        {
            return;
        }

        if (changes.Sum(change => change.Value?.Length ?? 0) > MostBytes)
        {
            throw new HttpRequestException("413: the body is too long.");
        }

        Saves++;
        foreach (var (key, value) in changes)
        {
            if (value is null)
            {
                Keys.Remove(key);
            }
            else
            {
                Keys[key] = value;
            }
        }

        if (CommitsButFails)
        {
            CommitsButFails = false;
            throw new TimeoutException("The answer got lost.");
        }
    }

    public T Read<T>(string key) => JsonSerializer.Deserialize<T>(Keys[key], Api.Startup.ProfilesStateJson.SdkOptions())!;

    private void ThrowIfAway()
    {
        if (Away)
        {
            throw new HttpRequestException("The store is away.");
        }
    }
}

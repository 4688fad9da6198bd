using System.Text.Json;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;

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

    /// <summary>Keys asked for.</summary>
    public int Loads { get; private set; }

    public byte[]? Load(string key)
    {
        Loads++;
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

    public KeyPack Pack => KeyPack.Decode(Read<byte[]>(StateKeys.Shopper));

    /// <summary>Events that are stored as not yet known to be published.</summary>
    public IReadOnlyList<InteractionRecorded> Outbox => !Pack.Has(StateKeys.Outbox, out var together)
        ? []
        : together is null
            ? Read<OutboxState>(StateKeys.Outbox).Entries
            : JsonSerializer.Deserialize<OutboxState>(together, Api.Startup.ProfilesStateJson.SdkOptions())!.Entries;

    private void ThrowIfAway()
    {
        if (Away)
        {
            throw new HttpRequestException("The store is away.");
        }
    }
}

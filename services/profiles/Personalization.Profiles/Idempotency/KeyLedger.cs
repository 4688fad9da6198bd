using System.Collections.Immutable;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Idempotency;

/// <summary>The keys of a shopper's last day, kept in the transaction of the effect they guard.</summary>
public static class KeyLedger
{
    private const long Day = 86_400_000;
    private const int Kept = 64;

    /// <param name="uses">Oldest first.</param>
    /// <param name="key">As sent; null for none.</param>
    /// <param name="body">What is asked, by <see cref="BodyOf(SwitchesPatch)"/> and the like.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static KeyVerdict Check(ImmutableArray<KeyUse> uses, string? key, ulong body, long now)
    {
        if (key is null)
        {
            return KeyVerdict.New;
        }

        var hash = StableHash.Of(key);
        foreach (var use in uses)
        {
            if (use.Key == hash && now - use.At < Day)
            {
                return use.Body == body ? KeyVerdict.Repeat : KeyVerdict.Conflict;
            }
        }

        return KeyVerdict.New;
    }

    /// <summary>With the key, without those of former days.</summary>
    public static ImmutableArray<KeyUse> Add(ImmutableArray<KeyUse> uses, string? key, ulong body, long now) => key is null
        ? uses
        : [.. uses.Where(use => now - use.At < Day).TakeLast(Kept - 1), new KeyUse(StableHash.Of(key), body, now)];

    public static ulong BodyOf(SwitchesPatch patch) => StableHash.Of(
        "switches",
        $"{patch.Enabled}|{string.Join(',', (patch.Features ?? new Dictionary<string, bool>()).OrderBy(feature => feature.Key, StringComparer.Ordinal).Select(feature => $"{feature.Key}={feature.Value}"))}");

    public static ulong BodyOfMerge(string from) => StableHash.Of("merge", from);
}

using System.Diagnostics;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Sizes;

/// <summary>What the keys of real shoppers weigh, as the store sees them: base64 in JSON.</summary>
public sealed class KeySizeTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("req", "R2.1")]
    public void Snapshot_RealHouseholds_KeepPreferencesWithinOneKilobyte()
    {
        var purchases = CompleteJourney.Purchases();
        var states = new Dictionary<string, ShopperState>();
        var clock = Stopwatch.StartNew();
        foreach (var (household, purchase) in purchases)
        {
            var state = states.GetValueOrDefault(household, ShopperState.Empty);
            PreferenceEngine.Read(state, purchase.Timestamp, Some.Rules.Options);
            states[household] = PreferenceEngine.Learn(state, purchase, Some.Rules).State;
        }

        output.WriteLine($"{purchases.Count} reads and events in {clock.Elapsed.TotalSeconds:0.0} s, {clock.Elapsed.TotalMicroseconds / purchases.Count:0} us each");
        var sizes = states.Values.Select(state => StateCodec.Snapshot(state).ToDictionary(entry => entry.Key, entry => AsJson(entry.Value.Length))).ToList();
        output.WriteLine($"{states.Count} households; bytes of each key where it exists");
        foreach (var key in sizes.SelectMany(shopper => shopper.Keys).Distinct().Order(StringComparer.Ordinal))
        {
            var ofKey = sizes.Where(shopper => shopper.ContainsKey(key)).Select(shopper => shopper[key]).Order().ToList();
            output.WriteLine($"{key,-12} {ofKey.Count,5} shoppers  p50 {At(ofKey, .5),6}  p95 {At(ofKey, .95),6}  max {ofKey[^1],6}");
        }

        var all = sizes.Select(shopper => shopper.Values.Sum()).Order().ToList();
        output.WriteLine($"all keys     {all.Count,5} shoppers  p50 {At(all, .5),6}  p95 {At(all, .95),6}  max {all[^1],6}");

        At([.. sizes.Select(shopper => shopper[StateKeys.Preferences]).Order()], .95).ShouldBeLessThanOrEqualTo(1024);
        sizes.SelectMany(shopper => shopper).Where(entry => entry.Key.StartsWith("seen-", StringComparison.Ordinal)).ShouldAllBe(entry => entry.Value <= 1024);
    }

    private static int AsJson(int bytes) => ((bytes + 2) / 3 * 4) + 2;

    private static int At(List<int> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}

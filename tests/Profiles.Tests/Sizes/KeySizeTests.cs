using System.Diagnostics;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
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

        var packs = states.Values.Select(state => KeyPack.Empty.With(StateCodec.All(state), state.Seen.Current).After).ToList();
        var packed = packs.Select(pack => AsJson(pack.Encode().Length)).Order().ToList();
        output.WriteLine($"together     {packed.Count,5} shoppers  p50 {At(packed, .5),6}  p95 {At(packed, .95),6}  max {packed[^1],6}; {packs.Count(pack => !pack.Apart.Any())} have no other key, {packs.Count(pack => pack.Apart.All(key => key.StartsWith("seen-", StringComparison.Ordinal)))} none but full chunks of seen ids");

        packed[^1].ShouldBeLessThanOrEqualTo(AsJson(KeyPack.Room + 1_000));
        At([.. sizes.Select(shopper => shopper[StateKeys.Preferences]).Order()], .95).ShouldBeLessThanOrEqualTo(1024);
        sizes.SelectMany(shopper => shopper).Where(entry => entry.Key.StartsWith("seen-", StringComparison.Ordinal)).ShouldAllBe(entry => entry.Value <= 1024);
    }

    [Fact]
    public void Snapshot_MoreViewsThanAreKept_KeepsTheirKeySmall()
    {
        var products = Enumerable.Range(0, 60).Select(i => Some.Product($"product-{i:00000000}", [$"category {i % 5}"], ["one", "two", "three", "four"], "brand")).ToArray();
        var events = new List<Interaction>();
        for (var session = 0; session < 40; session++)
        {
            foreach (var product in products)
            {
                var at = Some.Day.AddHours(session).AddMinutes(events.Count % 50);
                events.Add(Some.Event(InteractionTypes.ViewDetails, product, at, $"v{events.Count}") with { SessionId = $"s{session}" });
                events.AddRange(new[] { 12, 45, 70 }.Select((seconds, i) => Some.Event(InteractionTypes.Dwell, product, at.AddMinutes(i), $"d{events.Count}-{i}") with { SessionId = $"s{session}", TimeOnPage = seconds }));
            }
        }

        var traces = AsJson(StateCodec.Snapshot(Some.Learn(events))[StateKeys.Traces].Length);

        output.WriteLine($"traces of {events.Count} events on {products.Length} products: {traces} bytes");
        traces.ShouldBeLessThan(18 * 1024);
    }

    private static int AsJson(int bytes) => ((bytes + 2) / 3 * 4) + 2;

    private static int At(List<int> sorted, double share) => sorted[(int)Math.Ceiling(share * sorted.Count) - 1];
}

using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Tests.Packing;

/// <summary>Calls with all kinds of features, the same for the same seed.</summary>
internal static class SeededCalls
{
    public static DecideRequest Next(Random random) => new()
    {
        StoreId = "main",
        RequestId = random.Next(2) == 0 ? null : $"r{random.Next()}",
        Deferred = random.Next(2) == 0,
        MostRanked = random.Next(2) == 0 ? null : 4,
        Context = Features(random),
        Slots = [.. Enumerable.Range(0, random.Next(1, 4)).Select(slot => new DecideSlot
        {
            Name = $"slöt-{slot}",
            Items = [.. Enumerable.Range(0, random.Next(1, 12)).Select(item => new DecideItem { Id = $"ité m{item}", Features = Features(random) })],
        })],
    };

    private static NamedValue[]? Features(Random random) => random.Next(5) == 0
        ? null
        : [.. Enumerable.Range(0, random.Next(3) == 0 ? random.Next(8) : 6).Select(feature => random.Next(4) switch
        {
            0 => new NamedValue($"wétter=\"{random.Next(3)}\"", 1),
            1 => new NamedValue($"f{feature}", random.Next(-999, 999) / 1000.0),
            2 => new NamedValue($"f{feature}", (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 15))),
            _ => new NamedValue(feature == 5 ? "" : $"f{feature}", random.Next(-3, 4)),
        })];
}

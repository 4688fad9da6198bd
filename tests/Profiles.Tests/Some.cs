using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests;

/// <summary>Events and states for tests, around one fixed day.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Day = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly LearningRules Rules = LearningRules.Default;

    public static ProductFacts Product(string id, string[]? categories = null, string[]? attributes = null, string? brand = null, decimal? price = null) => new()
    {
        Id = id,
        Name = id,
        Brand = brand,
        Categories = categories ?? [],
        Attributes = attributes ?? [],
        Price = price,
        Currency = price is null ? null : "USD",
    };

    public static Interaction Event(string type, ProductFacts? product = null, DateTimeOffset? at = null, string? id = null) => new()
    {
        EventId = id ?? $"{type}-{product?.Id}-{(at ?? Day).ToUnixTimeMilliseconds()}",
        Type = type,
        Timestamp = at ?? Day,
        ReceivedAt = at ?? Day,
        ProductId = product?.Id,
        Product = product,
    };

    public static ShopperState Learn(IEnumerable<Interaction> events, ShopperState? start = null, LearningRules? rules = null) =>
        events.Aggregate(start ?? ShopperState.Empty, (state, interaction) => PreferenceEngine.Learn(state, interaction, rules ?? Rules).State);

    public static ShopperContext Read(ShopperState state, DateTimeOffset? at = null) => PreferenceEngine.Read(state, at ?? Day, Rules.Options);
}

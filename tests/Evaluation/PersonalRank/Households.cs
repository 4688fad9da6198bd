using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>The shoppers of the replay: each learns by the functions its actor calls, with the settings of a service started as it comes.</summary>
internal sealed class Households
{
    private static readonly LearningRules Rules = LearningRules.Default;

    private readonly Dictionary<string, ShopperState> _states = [];

    public ShopperContext Read(string household, DateTimeOffset now) =>
        PreferenceEngine.Read(_states.GetValueOrDefault(household, ShopperState.Empty), now, Rules.Options);

    /// <summary>Lines bought before.</summary>
    public int Events(string household) => _states.GetValueOrDefault(household, ShopperState.Empty).Events;

    /// <summary>A line of a basket as the purchase that a shop would track.</summary>
    public void Learn(Basket basket, BasketLine line, ProductFacts facts)
    {
        var purchase = new Interaction
        {
            EventId = $"{basket.Id}-{line.Case}",
            Type = InteractionTypes.Purchase,
            Timestamp = line.Time,
            ReceivedAt = line.Time,
            ProductId = line.Product,
            Product = facts,
            Quantity = line.Quantity > 0 ? line.Quantity : null,
            Price = line.Quantity > 0 ? line.Sales / line.Quantity : null,
            Currency = "USD",
            OrderId = basket.Id,
            LineId = $"{line.Case}",
        };
        _states[basket.Household] = PreferenceEngine.Learn(_states.GetValueOrDefault(basket.Household, ShopperState.Empty), purchase, Rules).State;
    }
}

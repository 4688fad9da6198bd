namespace Personalization.Discovery.Quantities;

/// <summary>Whose quantities speak for the next one; each purchase of the shopper's own counts 1 at most.</summary>
/// <param name="Decay">What an own purchase of the item counts beside the one after it, 0..1.</param>
/// <param name="Item">Weight of what everybody takes of the item.</param>
/// <param name="Next">Weight of what follows the last quantity, over all items and shoppers.</param>
/// <param name="NextOfItem">Weight of what follows the last quantity of this item, over all shoppers.</param>
/// <param name="Shopper">Weight of what the shopper takes of anything.</param>
public sealed record QuantitySettings(double Decay, double Item, double Next, double NextOfItem, double Shopper)
{
    public static IReadOnlyList<double> Decays { get; } = [.7, .85, 1];

    public static QuantitySettings Default { get; } = new(1, 1.6, 1, 1, 1);

    /// <summary>Those tried while a store's quantities are met; the decay changes slowest, as in <see cref="Decays"/>.</summary>
    public static IReadOnlyList<QuantitySettings> Grid { get; } =
    [
        .. from decay in Decays
           from item in (double[])[.6, 1.6, 3]
           from next in (double[])[0, 1, 2.5]
           from nextOfItem in (double[])[0, 1, 2.5]
           from shopper in (double[])[0, 1, 2]
           select new QuantitySettings(decay, item, next, nextOfItem, shopper),
    ];
}

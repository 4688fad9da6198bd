namespace Personalization.Discovery.Quantities;

/// <summary>A quantity and what speaks for it.</summary>
internal sealed class Candidate(double quantity)
{
    public double Quantity => quantity;

    /// <summary>By decay, as in <see cref="QuantitySettings.Decays"/>.</summary>
    public double[] Own { get; } = new double[QuantitySettings.Decays.Count];

    public double Item { get; set; }

    public double Next { get; set; }

    public double NextOfItem { get; set; }

    public double Shopper { get; set; }

    public double Score(QuantitySettings settings, int decay) =>
        Own[decay] + (settings.Item * Item) + (settings.Next * Next) + (settings.NextOfItem * NextOfItem) + (settings.Shopper * Shopper);
}

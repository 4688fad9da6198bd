namespace Personalization.Discovery.Quantities;

/// <summary>A quantity and what speaks for it.</summary>
internal sealed class Candidate
{
    public double Quantity { get; private set; }

    /// <summary>By decay, as in <see cref="QuantitySettings.Decays"/>.</summary>
    public double[] Own { get; } = new double[QuantitySettings.Decays.Count];

    public double Item { get; set; }

    public double Next { get; set; }

    public double NextOfItem { get; set; }

    public double Shopper { get; set; }

    /// <summary>Begins anew.</summary>
    public void Start(double quantity)
    {
        Quantity = quantity;
        Array.Clear(Own);
    }

    public double Score(QuantitySettings settings, int decay) =>
        Own[decay] + (settings.Item * Item) + (settings.Next * Next) + (settings.NextOfItem * NextOfItem) + (settings.Shopper * Shopper);
}

namespace Personalization.Profiles.Learning;

/// <summary>A step of time on a product: from <paramref name="Seconds"/> on, one view is worth <paramref name="Weight"/> in all.</summary>
public sealed record DwellStep(double Seconds, double Weight)
{
    /// <summary>The weight key, such as `browse.time_on_product.30_seconds`.</summary>
    public string Key => $"{SignalKeys.TimeOnProduct}.{Seconds:0.###}_seconds";
}

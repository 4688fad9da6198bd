namespace Personalization.Profiles.Learning;

/// <summary>
/// Exponential decay as sums at a fixed epoch: a signal of time t is kept as w * 2^((t - reference) / half-life), so that adding
/// commutes and nothing has to be aged. The reference moves in whole half-lives, which scales a sum by a power of two: exactly.
/// </summary>
public readonly record struct DecayScale(double HalfLifeMs, long ReferenceSteps)
{
    /// <summary>A sum may be this many half-lives ahead of its reference before the reference follows.</summary>
    private const int Headroom = 24;

    /// <summary>2020-01-01T00:00:00Z in Unix milliseconds.</summary>
    private const double Epoch = 1_577_836_800_000;

    private const double DayMs = 86_400_000;

    public static DecayScale For(double halfLifeDays, long atMs)
    {
        var halfLife = halfLifeDays * DayMs;
        return new DecayScale(halfLife, (long)Math.Floor((atMs - Epoch) / halfLife));
    }

    public double ReferenceMs => Epoch + (ReferenceSteps * HalfLifeMs);

    /// <summary>What a signal of weight 1 at this time adds to a sum.</summary>
    public double At(long atMs) => Math.Pow(2, (atMs - ReferenceMs) / HalfLifeMs);

    /// <summary>What a kept sum is multiplied with to read it at this time.</summary>
    public double ReadFactor(long nowMs) => Math.Pow(2, (ReferenceMs - nowMs) / HalfLifeMs);

    /// <summary>True when a signal of this time still fits under the reference.</summary>
    public bool Holds(long atMs) => atMs - ReferenceMs <= Headroom * HalfLifeMs;

    /// <summary>What sums kept under this scale are multiplied with to be kept under another, as seen at a time (only for another half-life does the time matter).</summary>
    public double FactorTo(DecayScale other, long atMs) => HalfLifeMs == other.HalfLifeMs
        ? Math.ScaleB(1, (int)Math.Clamp(ReferenceSteps - other.ReferenceSteps, -2000, 2000))
        : ReadFactor(atMs) / other.ReadFactor(atMs);
}

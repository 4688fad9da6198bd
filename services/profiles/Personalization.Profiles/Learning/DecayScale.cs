namespace Personalization.Profiles.Learning;

/// <summary>
/// Exponential decay as sums at a fixed epoch: a signal of time t is kept as w * 2^((t - reference) / half-life), so that adding
/// commutes and nothing has to be aged. The reference moves in whole half-lives, which scales a sum by a power of two: exactly.
/// <para>
/// What a signal adds is rounded to 26 binary digits at the half-life it falls into, wherever the reference stands. Sums of such numbers
/// have no rounding of their own as long as they stay below 2^15 times the reference's unit (53 digits of a double, 26 of a signal, 12 of
/// <see cref="Headroom"/>), so that order of arrival does not show in the last bit.
/// </para>
/// </summary>
public readonly record struct DecayScale(double HalfLifeMs, long ReferenceSteps)
{
    /// <summary>A sum may be this many half-lives ahead of its reference before the reference follows.</summary>
    private const int Headroom = 12;

    /// <summary>A weight of 1 is told from one of 1.000000015.</summary>
    private const double Digits = 1 << 26;

    /// <summary>2020-01-01T00:00:00Z in Unix milliseconds.</summary>
    private const double Epoch = 1_577_836_800_000;

    private const double DayMs = 86_400_000;

    public static DecayScale For(double halfLifeDays, long atMs)
    {
        var halfLife = halfLifeDays * DayMs;
        return new DecayScale(halfLife, (long)Math.Floor((atMs - Epoch) / halfLife));
    }

    /// <summary>What a signal of this weight and time adds to a sum.</summary>
    public double Amount(double weight, long atMs)
    {
        var (step, part) = Split(atMs);
        return Math.ScaleB(Math.Round(weight * Math.Pow(2, part) * Digits) / Digits, Exponent(step - ReferenceSteps));
    }

    /// <summary>What a kept sum is multiplied with to read it at this time.</summary>
    public double ReadFactor(long nowMs)
    {
        var (step, part) = Split(nowMs);
        return Math.ScaleB(Math.Pow(2, -part), Exponent(ReferenceSteps - step));
    }

    /// <summary>True when a signal of this time still fits under the reference.</summary>
    public bool Holds(long atMs) => Split(atMs).Step - ReferenceSteps < Headroom;

    /// <summary>What sums kept under this scale are multiplied with to be kept under another, as seen at a time (only for another half-life does the time matter).</summary>
    public double FactorTo(DecayScale other, long atMs) => HalfLifeMs == other.HalfLifeMs
        ? Math.ScaleB(1, Exponent(ReferenceSteps - other.ReferenceSteps))
        : ReadFactor(atMs) / other.ReadFactor(atMs);

    /// <summary>Whole half-lives since the epoch, and the part of one that is left: the same whatever the reference.</summary>
    private (long Step, double Part) Split(long atMs)
    {
        var age = (atMs - Epoch) / HalfLifeMs;
        var step = Math.Floor(age);
        return ((long)step, age - step);
    }

    private static int Exponent(long steps) => (int)Math.Clamp(steps, -2000, 2000);
}

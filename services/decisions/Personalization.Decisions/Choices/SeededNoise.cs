using Personalization.Decisions.Features;

namespace Personalization.Decisions.Choices;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014) from a seed: the same numbers for the same decision, on any machine.</summary>
public struct SeededNoise(ulong seed)
{
    private const ulong Step = 0x9E3779B97F4A7C15;

    private ulong _state = seed;
    private double _spare = double.NaN;

    public ulong NextBits() => FeatureHash.Mix(_state += Step);

    /// <summary>In [0, 1).</summary>
    public double NextUniform() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        while (true)
        {
            var u = (2 * NextUniform()) - 1;
            var v = (2 * NextUniform()) - 1;
            var s = (u * u) + (v * v);
            if (s is > 0 and < 1)
            {
                var factor = Math.Sqrt(-2 * Math.Log(s) / s);
                _spare = v * factor;
                return u * factor;
            }
        }
    }
}

using System.Collections.Frozen;

namespace Personalization.Profiles.Learning;

/// <summary>How much each kind of interaction teaches (R1.4). Signed, before decay.</summary>
public sealed class SignalWeights
{
    /// <summary>Sums are stored as 32-bit floats over many half-lives: a slip of the keyboard must not make one infinite for ever.</summary>
    private const double Largest = 1_000;

    private readonly FrozenDictionary<string, double> _byKey;

    /// <param name="byKey">A number for each of <see cref="SignalKeys.Scalars"/>.</param>
    /// <param name="dwellSteps">Steps of time on a product, in any order; weights must rise with seconds.</param>
    /// <exception cref="ArgumentException">A key is missing, unknown, out of range, or the steps do not rise.</exception>
    public SignalWeights(IReadOnlyDictionary<string, double> byKey, IEnumerable<DwellStep> dwellSteps)
    {
        foreach (var key in SignalKeys.Scalars)
        {
            if (!byKey.TryGetValue(key, out var weight) || !IsSane(weight))
            {
                throw new ArgumentException($"Weight '{key}' is missing or not within {-Largest} to {Largest}.", nameof(byKey));
            }
        }

        if (byKey.Keys.FirstOrDefault(key => !SignalKeys.Scalars.Contains(key)) is { } unknown)
        {
            throw new ArgumentException($"Weight '{unknown}' is unknown.", nameof(byKey));
        }

        DwellSteps = [.. dwellSteps.OrderBy(step => step.Seconds)];
        if (DwellSteps.Count == 0)
        {
            throw new ArgumentException($"'{SignalKeys.TimeOnProduct}' needs at least one step.", nameof(dwellSteps));
        }

        if (!DwellSteps.All(step => IsSane(step.Weight)))
        {
            throw new ArgumentException($"'{SignalKeys.TimeOnProduct}': weights must be within {-Largest} to {Largest}.", nameof(dwellSteps));
        }

        for (var i = 1; i < DwellSteps.Count; i++)
        {
            if (DwellSteps[i].Weight < DwellSteps[i - 1].Weight || DwellSteps[i].Seconds <= DwellSteps[i - 1].Seconds)
            {
                throw new ArgumentException($"'{SignalKeys.TimeOnProduct}': weights must rise with seconds.", nameof(dwellSteps));
            }
        }

        _byKey = byKey.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The weights of the source document, S2 1.2; the file beside the service says the same.</summary>
    public static SignalWeights Default { get; } = new(
        new Dictionary<string, double>
        {
            [SignalKeys.PurchaseFirstTime] = 0.8,
            [SignalKeys.PurchaseRepeat] = 1.0,
            [SignalKeys.PurchaseBulk] = 1.2,
            [SignalKeys.PurchaseSubscription] = 1.5,
            [SignalKeys.AddToCart] = 0.5,
            [SignalKeys.QuantityIncrease] = 0.6,
            [SignalKeys.SaveForLater] = 0.4,
            [SignalKeys.RemoveFromCart] = -0.4,
            [SignalKeys.ClickProduct] = 0.2,
            [SignalKeys.ViewDetails] = 0.15,
            [SignalKeys.DisplayedButScrolled] = -0.05,
            [SignalKeys.ViewedNeverBought] = -0.2,
            [SignalKeys.Returned] = -0.8,
        },
        [new DwellStep(10, 0.1), new DwellStep(30, 0.25), new DwellStep(60, 0.3)]);

    /// <summary>Rising.</summary>
    public IReadOnlyList<DwellStep> DwellSteps { get; }

    public double this[string key] => _byKey[key];

    private static bool IsSane(double weight) => Math.Abs(weight) <= Largest;
}

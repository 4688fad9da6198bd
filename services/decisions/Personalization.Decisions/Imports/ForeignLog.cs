namespace Personalization.Decisions.Imports;

/// <param name="Decisions">What could be read.</param>
/// <param name="Unlabelled">Decisions without an outcome, which say nothing and are left out.</param>
/// <param name="Faults">Lines that could not be read.</param>
public sealed record ForeignLog(IReadOnlyList<ForeignDecision> Decisions, int Unlabelled, IReadOnlyList<ImportFault> Faults)
{
    /// <summary>Mean cost of the policy that wrote the log, by what it chose.</summary>
    public double LoggedCost => Decisions.Count == 0 ? 0 : Decisions.Average(decision => decision.Cost);

    /// <summary>Mean cost of a deterministic policy, by inverse propensities: cost / p where it would have chosen the same, else 0.</summary>
    public double IpsCost(Func<ForeignDecision, int> policy) =>
        Decisions.Count == 0 ? 0 : Decisions.Average(decision => policy(decision) == decision.Chosen ? decision.Cost / decision.Propensity : 0);
}

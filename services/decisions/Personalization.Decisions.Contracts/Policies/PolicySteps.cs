namespace Personalization.Decisions.Contracts;

/// <summary>Steps of a policy's life: actions of <see cref="PolicyCommand"/>.</summary>
public static class PolicySteps
{
    /// <summary>Judged by the log and found better.</summary>
    public const string Promote = "promote";

    /// <summary>Makes another share of the decisions.</summary>
    public const string Ramp = "ramp";

    /// <summary>What was in force before is again.</summary>
    public const string Rollback = "rollback";
}

namespace Personalization.Decisions.Contracts;

/// <summary>Methods of the decisions service for service invocation.</summary>
public static class DecisionsRoutes
{
    /// <summary>POST <see cref="DecideRequest"/> -> <see cref="DecideReply"/>.</summary>
    public const string Personalize = "internal/personalize";

    /// <summary>POST <see cref="RewardRequest"/> -> <see cref="RewardReply"/>.</summary>
    public const string Reward = "internal/decisions/reward";

    /// <summary>POST <see cref="ActivateRequest"/> -> <see cref="RewardReply"/>.</summary>
    public const string Activate = "internal/decisions/activate";

    /// <summary>POST <see cref="EvaluateRequest"/> -> <see cref="EvaluateReply"/>.</summary>
    public const string Evaluate = "internal/policies/evaluate";
}

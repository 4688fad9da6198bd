namespace Personalization.Decisions.Contracts;

/// <summary>Methods of the decisions service for service invocation.</summary>
public static class DecisionsRoutes
{
    /// <summary>POST <see cref="DecideRequest"/> -> <see cref="DecideReply"/>.</summary>
    public const string Personalize = "internal/personalize";

    /// <summary>POST the same as <see cref="Packing.PackedRequest"/> -> <see cref="DecideReply"/>.</summary>
    public const string PersonalizePacked = "internal/personalize/packed";

    /// <summary>POST <see cref="RewardRequest"/> -> <see cref="RewardReply"/>.</summary>
    public const string Reward = "internal/decisions/reward";

    /// <summary>POST <see cref="ActivateRequest"/> -> <see cref="RewardReply"/>.</summary>
    public const string Activate = "internal/decisions/activate";

    /// <summary>POST <see cref="EvaluateRequest"/> -> <see cref="EvaluateReply"/>.</summary>
    public const string Evaluate = "internal/policies/evaluate";

    /// <summary>POST <see cref="PolicyCommand"/> -> <see cref="PolicyReply"/>.</summary>
    public const string Policy = "internal/policies/step";

    /// <summary>POST <see cref="ContentRequest"/> -> <see cref="ContentReply"/>.</summary>
    public const string Content = "internal/content/personalized";

    /// <summary>POST <see cref="DefinitionQuery"/> -> <see cref="Contracts.ContentResults"/>.</summary>
    public const string ContentResults = "internal/content/results";

    /// <summary>POST <see cref="DefinitionQuery"/> -> <see cref="DefinitionList"/>.</summary>
    public const string ListDefinitions = "internal/definitions/list";

    /// <summary>POST <see cref="DefinitionQuery"/> -> <see cref="DefinitionVersion"/>, or 404.</summary>
    public const string FindDefinition = "internal/definitions/find";

    /// <summary>POST <see cref="DefinitionQuery"/> -> <see cref="DefinitionList"/>, the newest first, or 404.</summary>
    public const string DefinitionHistory = "internal/definitions/history";

    /// <summary>POST <see cref="DefinitionChange"/> -> <see cref="DefinitionReply"/>.</summary>
    public const string ChangeDefinition = "internal/definitions/change";

    /// <summary>POST <see cref="DefinitionChange"/> -> <see cref="DefinitionReply"/>; nothing is changed.</summary>
    public const string ValidateDefinition = "internal/definitions/validate";
}

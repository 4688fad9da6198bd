namespace Personalization.Decisions.Contracts;

/// <summary>The deferred decision was shown after all.</summary>
public sealed record ActivateRequest(string StoreId, string DecisionId);

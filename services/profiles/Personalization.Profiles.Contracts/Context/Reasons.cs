namespace Personalization.Profiles.Contracts;

/// <summary>Values of `reason` beside `degraded: true`.</summary>
public static class Reasons
{
    public const string VersionNotReached = "version_not_reached";

    public const string VersionLost = "version_lost";

    public const string StateUnavailable = "state_unavailable";

    public const string ProfilesUnavailable = "profiles_unavailable";

    public const string DiscoveryUnavailable = "discovery_unavailable";

    /// <summary>The purchases that were kept are still being counted after a start: what they teach is missing.</summary>
    public const string ModelsLoading = "models_loading";

    public const string BudgetExceeded = "budget_exceeded";
}

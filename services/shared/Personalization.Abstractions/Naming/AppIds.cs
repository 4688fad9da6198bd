namespace Personalization.Abstractions.Naming;

/// <summary>The Dapr app-ids of the services. One place, so that a rename is one line.</summary>
public static class AppIds
{
    public const string Storefront = "storefront";
    public const string Profiles = "profiles";
    public const string Discovery = "discovery";
    public const string Decisions = "decisions";
    public const string Analytics = "analytics";
}

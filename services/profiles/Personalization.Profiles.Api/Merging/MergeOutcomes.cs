namespace Personalization.Profiles.Api.Merging;

/// <summary>Values of `outcome` in the reply to a merge.</summary>
internal static class MergeOutcomes
{
    public const string Merged = "merged";
    public const string Already = "already";
    public const string Conflict = "conflict";
    public const string Refused = "refused";
    public const string Unavailable = "unavailable";
}

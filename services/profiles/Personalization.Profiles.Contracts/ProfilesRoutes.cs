namespace Personalization.Profiles.Contracts;

/// <summary>Methods of the profiles service for service invocation.</summary>
public static class ProfilesRoutes
{
    /// <summary>POST <see cref="MergeRequest"/> -> <see cref="MergeReply"/>.</summary>
    public const string Merge = "internal/merge";
}

namespace Personalization.Profiles.Merging;

/// <summary>
/// A merge that was begun, as each of the two shoppers notes it before the source becomes an alias. The one whose actor id comes first notes it
/// first: of two merges that are in each other's way it lets one pass, and nothing is noted that would have to wait for itself.
/// </summary>
/// <param name="Source">Actor id.</param>
/// <param name="Target">Actor id.</param>
public sealed record MergeClaim(string Source, string Target);

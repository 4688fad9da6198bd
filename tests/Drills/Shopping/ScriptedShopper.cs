namespace Personalization.Drills.Shopping;

/// <summary>A shopper and what it does, in this order.</summary>
/// <param name="UserId">Who it is.</param>
/// <param name="GuestId">Who it was before it signed in; null for most.</param>
/// <param name="Steps">What it does.</param>
public sealed record ScriptedShopper(string UserId, string? GuestId, IReadOnlyList<Step> Steps);

namespace Personalization.Profiles.State;

/// <summary>The newest interaction with one product.</summary>
public sealed record RecentTouch(string ProductId, string Type, long At);

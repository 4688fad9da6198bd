namespace Personalization.Profiles.Contracts;

public sealed record RecentView(string ProductId, string Type, DateTimeOffset At);

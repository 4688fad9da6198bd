namespace Personalization.Profiles.Contracts;

/// <summary>When a product is due again by the shopper's own rhythm.</summary>
public sealed record ReorderDue(string ProductId, DateTimeOffset Due, double IntervalDays);

namespace Personalization.Hosting.Deliveries;

/// <param name="Status">Of a single event.</param>
/// <param name="Statuses">Of the entries of a bulk delivery.</param>
public sealed record DeliveryAnswer(string? Status, IReadOnlyList<DeliveryStatus>? Statuses);

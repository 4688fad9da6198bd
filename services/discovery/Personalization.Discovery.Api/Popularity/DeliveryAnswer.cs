namespace Personalization.Discovery.Api.Popularity;

/// <param name="Status">Of a single event.</param>
/// <param name="Statuses">Of the entries of a bulk delivery.</param>
internal sealed record DeliveryAnswer(string? Status, IReadOnlyList<DeliveryStatus>? Statuses);

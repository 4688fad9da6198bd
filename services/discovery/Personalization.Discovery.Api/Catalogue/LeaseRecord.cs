namespace Personalization.Discovery.Api.Catalogue;

/// <param name="Owner">A process.</param>
/// <param name="Until">When it loses the lease unless it renews it.</param>
internal sealed record LeaseRecord(string Owner, DateTimeOffset Until);

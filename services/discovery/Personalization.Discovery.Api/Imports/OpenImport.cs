namespace Personalization.Discovery.Api.Imports;

internal sealed record OpenImport(string StoreId, string ImportId, DateTimeOffset StartedAt);

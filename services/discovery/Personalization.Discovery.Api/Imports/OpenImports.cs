namespace Personalization.Discovery.Api.Imports;

internal sealed record OpenImports(IReadOnlyList<OpenImport> Imports);

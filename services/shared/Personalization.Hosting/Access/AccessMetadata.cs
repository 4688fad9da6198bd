namespace Personalization.Hosting.Access;

/// <summary>What an endpoint asks of its caller.</summary>
/// <param name="Scope">The scope it needs; null: it is open to all.</param>
/// <param name="ServersOnly">Whether shoppers' tokens are refused, whatever their scopes say.</param>
public sealed record AccessMetadata(string? Scope, bool ServersOnly);

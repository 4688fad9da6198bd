namespace Personalization.Local.Definition;

/// <summary>An app that somebody else starts and that gets a sidecar beside the services'.</summary>
/// <param name="AppId">Its Dapr app-id.</param>
/// <param name="AppPort">Where it listens; null: it only calls.</param>
/// <param name="AppProtocol">How the sidecar speaks to it.</param>
/// <param name="DaprHttp">Port of its sidecar's HTTP API.</param>
/// <param name="DaprGrpc">Port of its sidecar's gRPC API; null: none that it could know.</param>
/// <param name="Resources">Full path of its own components; null: it has none.</param>
internal sealed record AppBeside(string AppId, int? AppPort, string AppProtocol, int DaprHttp, int? DaprGrpc, string? Resources);

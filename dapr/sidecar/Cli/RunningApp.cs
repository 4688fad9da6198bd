namespace Personalization.Sidecar.Cli;

/// <summary>An app whose sidecar runs.</summary>
/// <param name="AppId">Its id.</param>
/// <param name="ProcessId">The sidecar's process.</param>
/// <param name="HttpPort">The port of its HTTP API.</param>
/// <param name="Path">The file that says so.</param>
internal sealed record RunningApp(string AppId, int ProcessId, int HttpPort, string Path);

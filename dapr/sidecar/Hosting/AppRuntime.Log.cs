namespace Personalization.Sidecar.Hosting;

internal sealed partial class AppRuntime
{
    [LoggerMessage(100, LogLevel.Information, "app {AppId}: Dapr HTTP API on port {Port}")]
    private partial void LogListening(string appId, int port);

    [LoggerMessage(101, LogLevel.Information, "app {AppId}: waiting until port {Port} accepts")]
    private partial void LogWaitingForApp(string appId, int port);

    [LoggerMessage(102, LogLevel.Information, "app {AppId}: dapr initialized. Status: Running. Init Elapsed {Milliseconds}ms")]
    private partial void LogInitialized(string appId, long milliseconds);

    [LoggerMessage(103, LogLevel.Error, "app {AppId}: the sidecar could not become ready")]
    private partial void LogStartFailed(Exception exception, string appId);

    [LoggerMessage(104, LogLevel.Warning, "{Block} of app {AppId} did not stop cleanly")]
    private partial void LogStopFailed(Exception exception, string block, string appId);

    [LoggerMessage(105, LogLevel.Information, "app {AppId}: sidecar stopped")]
    private partial void LogStopped(string appId);

    [LoggerMessage(106, LogLevel.Warning, "app {AppId} is {Health} by its probe")]
    private partial void LogHealth(string appId, string health);

    [LoggerMessage(107, LogLevel.Information, "app {AppId}: Dapr gRPC API on port {Port}")]
    private partial void LogListeningGrpc(string appId, int port);
}

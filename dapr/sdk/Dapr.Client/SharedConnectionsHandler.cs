namespace Dapr.Client;

/// <summary>Sends through the shared pool and survives the disposal of the client that holds it.</summary>
internal sealed class SharedConnectionsHandler : HttpMessageHandler
{
    private static readonly HttpMessageInvoker Invoker = new(SidecarConnections.Shared, disposeHandler: false);

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Invoker.Send(request, cancellationToken);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Invoker.SendAsync(request, cancellationToken);
}

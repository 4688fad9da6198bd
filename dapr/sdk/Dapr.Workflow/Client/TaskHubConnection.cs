using Microsoft.Extensions.Configuration;
using Personalization.Grpc.Client;

namespace Dapr.Workflow.Client;

/// <summary>The way to the sidecar's durable task service, one for the worker and the client of an app.</summary>
internal sealed class TaskHubConnection : IDisposable
{
    private const string TokenHeader = "dapr-api-token";

    /// <summary>A turn carries the whole history of its workflow.</summary>
    private const int MaxMessageBytes = 256 << 20;

    public TaskHubConnection(IConfiguration? configuration)
    {
        var token = DaprDefaults.GetDefaultDaprApiToken(configuration);
        Channel = new GrpcChannel(new Uri(DaprDefaults.GetDefaultGrpcEndpoint(configuration)), new GrpcChannelOptions
        {
            MaxMessageBytes = MaxMessageBytes,
            Metadata = token.Length == 0 ? [] : [KeyValuePair.Create(TokenHeader, token)],
        });
    }

    public GrpcChannel Channel { get; }

    public void Dispose() => Channel.Dispose();
}

using System.Text;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Metadata;

namespace Personalization.Sidecar.Hosting;

/// <summary>
/// One building block (state, pub/sub, ...) of one app's sidecar. Calls come in the order of the members, each awaited before the next;
/// components are initialized before <see cref="MapEndpoints"/> and closed after <see cref="StopAsync"/>.
/// </summary>
internal interface IBuildingBlock
{
    /// <summary>Adds the block's routes. The API is not listening yet.</summary>
    void MapEndpoints(ApiRoutes routes)
    {
    }

    /// <summary>Adds the block's methods to the gRPC API; a method that no block maps is UNIMPLEMENTED. The API is not listening yet.</summary>
    void MapMethods(GrpcServer server)
    {
    }

    /// <summary>The app accepts connections (or has no port): ask it what it wants (<c>/dapr/config</c>, <c>/dapr/subscribe</c>) and begin.</summary>
    Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The app's health probe changed its mind: stop or resume giving it work.</summary>
    Task AppHealthChangedAsync(bool healthy, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds the block's part to the answer of <c>GET /v1.0/metadata</c>.</summary>
    void Describe(MetadataDocument document)
    {
    }

    /// <summary>Adds the block's part to the metrics, as Prometheus text.</summary>
    void Measure(StringBuilder text)
    {
    }

    /// <summary>
    /// Stop taking work, finish what is in hand. The token fires when the graceful seconds are over. Called also when
    /// <see cref="StartAsync"/> never ran.
    /// </summary>
    Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

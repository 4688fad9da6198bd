using Personalization.Grpc.Server;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Metadata;

namespace Personalization.Sidecar.Invocation;

/// <summary>Service invocation.</summary>
internal sealed class InvocationBlock(AppRuntime app) : IBuildingBlock
{
    public void MapEndpoints(ApiRoutes routes)
    {
        var proxy = new InvocationProxy(app);
        routes.MapDirect(proxy.Claim);
    }

    public void Describe(MetadataDocument document) => document.HttpEndpoints.AddRange(app.HttpEndpoints.Names.Select(name => new MetadataHttpEndpoint(name)));

    public void MapMethods(GrpcServer server) => new InvokeMethods(app).Map(server);
}

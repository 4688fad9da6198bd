using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Invocation;

/// <summary>Service invocation.</summary>
internal sealed class InvocationBlock(AppRuntime app) : IBuildingBlock
{
    public void MapEndpoints(ApiRoutes routes)
    {
        var proxy = new InvocationProxy(app);
        routes.MapDirect(proxy.Claim);
    }
}

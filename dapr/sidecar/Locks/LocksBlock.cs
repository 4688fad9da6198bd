using Personalization.Grpc.Server;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Locks;

/// <summary>The distributed lock API of one app.</summary>
internal sealed class LocksBlock(AppRuntime app) : IBuildingBlock
{
    /// <summary>The operations, for every face.</summary>
    public LocksApi Api { get; } = new(app);

    public void MapEndpoints(ApiRoutes routes)
    {
        routes.Map("POST", "/v1.0-alpha1/lock/{store}", LockAsync);
        routes.Map("POST", "/v1.0-alpha1/unlock/{store}", UnlockAsync);
    }

    public void MapMethods(GrpcServer server) => new LockMethods(Api).Map(server);

    private async Task LockAsync(ApiContext context)
    {
        var request = await context.ReadJsonAsync(LocksJson.Default.LockRequest);
        var locked = await Api.TryLockAsync(context.Route("store"), request.ResourceId, request.LockOwner, request.ExpiryInSeconds, context.Aborted);
        await context.JsonAsync(new LockAnswer(locked), LocksJson.Default.LockAnswer);
    }

    private async Task UnlockAsync(ApiContext context)
    {
        var request = await context.ReadJsonAsync(LocksJson.Default.LockRequest);
        var status = await Api.UnlockAsync(context.Route("store"), request.ResourceId, request.LockOwner, context.Aborted);
        await context.JsonAsync(new UnlockAnswer((int)status), LocksJson.Default.UnlockAnswer);
    }
}

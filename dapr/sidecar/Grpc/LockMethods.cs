using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Locks;

namespace Personalization.Sidecar.Grpc;

/// <summary>Distributed locks over gRPC.</summary>
internal sealed class LockMethods(LocksApi locks)
{
    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.TryLockAlpha1, async (request, call) => new TryLockResponse
        {
            Success = await locks.TryLockAsync(request.StoreName, request.ResourceId, request.LockOwner, request.ExpiryInSeconds, call.CancellationToken),
        });
        server.MapUnary(DaprMethods.UnlockAlpha1, async (request, call) => new UnlockResponse
        {
            Status = (UnlockResponse.Types.Status)(int)await locks.UnlockAsync(request.StoreName, request.ResourceId, request.LockOwner, call.CancellationToken),
        });
    }
}

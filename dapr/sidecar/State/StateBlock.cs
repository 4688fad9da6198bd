using Personalization.Grpc.Server;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.State;

/// <summary>The state API of one app.</summary>
internal sealed class StateBlock(AppRuntime app) : IBuildingBlock
{
    private readonly StateApi _api = new(app);

    /// <summary>The component that keeps actors' state: the one that says <c>actorStateStore: "true"</c>; null without one.</summary>
    public (LoadedComponent Loaded, IStateStore Store)? ActorStore
    {
        get
        {
            foreach (var (loaded, store) in app.Components.OfKind<IStateStore>())
            {
                if (store.IsActorStateStore)
                {
                    return (loaded, store);
                }
            }

            return null;
        }
    }

    public void MapEndpoints(ApiRoutes routes) => new StateEndpoints(_api).Map(routes);

    public void MapMethods(GrpcServer server) => new StateMethods(_api).Map(server);
}

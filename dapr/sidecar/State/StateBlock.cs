using Personalization.Sidecar.Components;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.State;

/// <summary>The state API of one app.</summary>
internal sealed class StateBlock(AppRuntime app) : IBuildingBlock
{
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

    public void MapEndpoints(ApiRoutes routes) => new StateEndpoints(new StateApi(app)).Map(routes);
}

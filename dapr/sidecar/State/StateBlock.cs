using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.State;

/// <summary>The state API of one app.</summary>
internal sealed class StateBlock(AppRuntime app) : IBuildingBlock
{
    /// <summary>The store that keeps actors' state, if a component says <c>actorStateStore: "true"</c>.</summary>
    public IStateStore? ActorStore => app.Components.OfKind<IStateStore>().Select(c => c.Component).FirstOrDefault(s => s.IsActorStateStore);
}

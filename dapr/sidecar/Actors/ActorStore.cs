using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resiliency;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Actors;

/// <summary>The app's actor state store: the one state component that says <c>actorStateStore: "true"</c>.</summary>
internal sealed class ActorStore
{
    private readonly Lazy<(IStateStore Store, ResiliencyPipeline Policies)?> _found;
    private readonly string _appId;

    /// <summary>Looks for the store when it is first asked for: a component that waits for a secret is not there before.</summary>
    public ActorStore(AppRuntime app)
    {
        _appId = app.AppId;
        _found = new(() => Find(app));
    }

    public bool IsConfigured => _found.Value is { Store.IsTransactional: true };

    /// <summary>The stored key of an actor's state key.</summary>
    public string StateKey(ActorKey actor, string key) =>
        string.Concat(_appId, KeyPrefix.Separator, actor.Type, KeyPrefix.Separator) + string.Concat(actor.Id, KeyPrefix.Separator, key);

    /// <summary>The stored key of something the runtime keeps for the app; no actor type may begin with this.</summary>
    public string RuntimeKey(string name) => $"{_appId}{KeyPrefix.Separator}dapr.internal.{name}";

    public Task<StateEntry?> GetAsync(string key, CancellationToken cancellationToken)
    {
        var (store, policies) = Store();
        return policies.RunAsync(token => store.GetAsync(key, token), cancellationToken: cancellationToken);
    }

    public Task<IReadOnlyList<StateEntry?>> GetManyAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        var (store, policies) = Store();
        return policies.RunAsync(token => store.GetManyAsync(keys, token), cancellationToken: cancellationToken);
    }

    public Task ApplyAsync(IReadOnlyList<StateOperation> operations, CancellationToken cancellationToken)
    {
        var (store, policies) = Store();
        return policies.RunAsync(token => store.ApplyAsync(operations, token), cancellationToken);
    }

    /// <exception cref="DaprApiException">500: there is none, or it cannot do transactions.</exception>
    private (IStateStore Store, ResiliencyPipeline Policies) Store() => _found.Value switch
    {
        { Store.IsTransactional: true } found => found,
        null => throw new DaprApiException(
            StatusCodes.Status500InternalServerError,
            ActorErrorCodes.RuntimeNotFound,
            "actors need a state store: one state component of the app has to say actorStateStore: \"true\""),
        _ => throw new DaprApiException(
            StatusCodes.Status500InternalServerError,
            ActorErrorCodes.RuntimeNotFound,
            "the actor state store has no transactions"),
    };

    private static (IStateStore Store, ResiliencyPipeline Policies)? Find(AppRuntime app)
    {
        foreach (var (loaded, store) in app.Components.OfKind<IStateStore>())
        {
            if (store.IsActorStateStore)
            {
                return (store, app.Resiliency.ForOutbound(loaded.Name, ResiliencyPolicies.StateStore));
            }
        }

        return null;
    }
}

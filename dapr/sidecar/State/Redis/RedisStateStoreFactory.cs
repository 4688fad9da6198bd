using Personalization.Sidecar.Components;
using Personalization.Sidecar.Redis;

namespace Personalization.Sidecar.State.Redis;

/// <summary><c>state.redis</c>, with the keys and fields of daprd's component: the server can be used by either.</summary>
internal sealed class RedisStateStoreFactory : IComponentFactory
{
    private const string QueryIndexesField = "queryIndexes";

    public string Type => "state.redis";

    public IReadOnlyCollection<string> Fields { get; } = [StateApi.TtlField, QueryIndexesField, .. RedisSettings.Fields, .. StateSettings.Fields];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        if (settings.Text(QueryIndexesField) is not null)
        {
            throw settings.Bad(QueryIndexesField, "the query API is not here; run the app under real daprd for it");
        }

        var lifetime = settings.Number(StateApi.TtlField, otherwise: 0);
        return new RedisStateStore(StateSettings.Read(settings, context), RedisSettings.Read(settings), lifetime == 0 ? null : lifetime, context.Services);
    }
}

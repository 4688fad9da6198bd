using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>
/// Where an actor lives: with the one app of this process that hosts its type, or, when several do, with the one that wins the
/// rendezvous for its id. A host that comes or goes moves only the actors it wins or held.
/// </summary>
internal static class ActorPlacement
{
    /// <returns>Null when nobody hosts the type now.</returns>
    public static ActorHost? Find(SidecarRegistry registry, ActorKey key)
    {
        ActorHost? winner = null;
        var best = 0UL;
        foreach (var app in registry.Apps)
        {
            foreach (var block in app.Blocks)
            {
                if (block is not ActorsBlock { Host: { } candidate } || !candidate.Hosts(key.Type))
                {
                    continue;
                }

                var weight = Weight(app.AppId, key);
                if (winner is null || weight > best)
                {
                    (winner, best) = (candidate, weight);
                }
            }
        }

        return winner;
    }

    /// <summary>FNV-1a over the names, then a finalizer: short names that differ in their last letters must not weigh alike.</summary>
    private static ulong Weight(string appId, ActorKey key)
    {
        var hash = 14695981039346656037UL;
        Add(appId);
        Add(key.Type);
        Add(key.Id);
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);

        void Add(string text)
        {
            foreach (var letter in text)
            {
                hash = (hash ^ letter) * 1099511628211UL;
            }

            hash = (hash ^ '|') * 1099511628211UL;
        }
    }
}

using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>
/// Where an actor lives: with the one replica of the one app in this process that hosts its type, or, when several do, with the one that wins the
/// rendezvous for its id among those that are there. A host that comes or goes moves only the actors it wins or held.
/// </summary>
internal static class ActorPlacement
{
    /// <returns>Null when nobody hosts the type now.</returns>
    public static ActorHost? Find(SidecarRegistry registry, ActorKey key)
    {
        ActorHost? winner = null;
        var best = (There: false, Weight: 0UL);
        foreach (var app in registry.Apps)
        {
            foreach (var block in app.Blocks)
            {
                if (block is not ActorsBlock { Host: { } candidate } || !candidate.Hosts(key.Type))
                {
                    continue;
                }

                // With every host away the winner stands all the same: the caller hears from it why.
                var bid = (candidate.IsThere, Weight(candidate.PlacementId, key));
                if (winner is null || bid.CompareTo(best) > 0)
                {
                    (winner, best) = (candidate, bid);
                }
            }
        }

        return winner;
    }

    /// <summary>FNV-1a over the names, then a finalizer: short names that differ in their last letters must not weigh alike.</summary>
    private static ulong Weight(string host, ActorKey key)
    {
        var hash = 14695981039346656037UL;
        Add(host);
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

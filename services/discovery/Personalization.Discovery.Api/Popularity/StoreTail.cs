using Personalization.Discovery.Popularity;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>What this process knows of one store's tail. Used by one delivery at a time.</summary>
internal sealed class StoreTail
{
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public bool IsLoaded { get; private set; }

    public IReadOnlyList<PopularityEvent> Events { get; private set; } = [];

    public string ETag { get; private set; } = "";

    public IReadOnlyList<long> Seen { get; private set; } = [];

    /// <summary>Hashes of all events that are counted, as far back as they are kept.</summary>
    public HashSet<long> Known { get; private set; } = [];

    public void Load(IReadOnlyList<PopularityEvent> events, string etag, IReadOnlyList<long> seen)
    {
        (Events, ETag, Seen) = (events, etag, seen);
        Known = [.. seen, .. events.Select(entry => entry.Hash)];
        IsLoaded = true;
    }

    public void Forget() => IsLoaded = false;
}

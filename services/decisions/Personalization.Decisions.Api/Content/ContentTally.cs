namespace Personalization.Decisions.Api.Content;

/// <summary>What shoppers did with one piece of content.</summary>
/// <param name="ByType">How often, by type of interaction.</param>
/// <param name="Seen">Hashes of the newest events that were counted: deliveries come more than once.</param>
internal sealed record ContentTally(IReadOnlyDictionary<string, long> ByType, IReadOnlyList<ulong> Seen)
{
    /// <summary>Repeats of events further back are counted again.</summary>
    public const int MostSeen = 2_048;

    public static ContentTally None { get; } = new(new Dictionary<string, long>(), []);

    /// <summary>With one more event; itself where it was counted before.</summary>
    public ContentTally With(string type, ulong id) => Seen.Contains(id)
        ? this
        : new ContentTally(
            new Dictionary<string, long>(ByType, StringComparer.Ordinal) { [type] = ByType.GetValueOrDefault(type) + 1 },
            [.. Seen.Skip(Math.Max(0, Seen.Count + 1 - MostSeen)), id]);
}

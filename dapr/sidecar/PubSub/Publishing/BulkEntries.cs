using Personalization.Sidecar.Api;

namespace Personalization.Sidecar.PubSub.Publishing;

/// <summary>What holds for the entries of a bulk publish over any face.</summary>
internal static class BulkEntries
{
    private const int BadRequest = 400;

    /// <exception cref="DaprApiException">400: an id is missing or there twice.</exception>
    public static void CheckIds(IEnumerable<string?> ids, string pubsub, string topic)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (string.IsNullOrEmpty(id) || !seen.Add(id))
            {
                throw Malformed(pubsub, topic, "entryId is duplicated or not present for entry");
            }
        }
    }

    /// <summary>The request's metadata, an entry's own on top.</summary>
    public static Dictionary<string, string> Metadata(Dictionary<string, string> common, IReadOnlyDictionary<string, string>? own)
    {
        if (own is not { Count: > 0 })
        {
            return common;
        }

        var both = new Dictionary<string, string>(common, StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in own)
        {
            both[key] = value;
        }

        return both;
    }

    public static DaprApiException Malformed(string pubsub, string topic, string reason) => new(
        BadRequest, PubSubErrorCodes.EntriesMalformed, $"error when unmarshaling the request for topic {topic} pubsub {pubsub}: {reason}");
}

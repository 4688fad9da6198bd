using System.Text.Json;
using StackExchange.Redis;

namespace Personalization.Sidecar.PubSub.Redis;

/// <summary>One entry of a stream. An entry that somebody deleted has no data.</summary>
internal readonly record struct RedisStreamEntry(string Id, byte[] Data, IReadOnlyDictionary<string, string>? Metadata)
{
    public const string DataField = "data";
    public const string MetadataField = "metadata";

    /// <summary>Reads a list of <c>[id, [field, value, ...]]</c>; entries that are gone are null in it and left out.</summary>
    public static IReadOnlyList<RedisStreamEntry> ReadAll(RedisResult list)
    {
        if (list.IsNull)
        {
            return [];
        }

        var entries = new List<RedisStreamEntry>();
        foreach (var item in (RedisResult[])list!)
        {
            if (!item.IsNull && (RedisResult[])item! is [var id, { IsNull: false } fields])
            {
                entries.Add(Read((string)id!, (RedisValue[])fields!));
            }
        }

        return entries;
    }

    private static RedisStreamEntry Read(string id, RedisValue[] fields)
    {
        byte[] data = [];
        string? metadata = null;
        for (var at = 0; at + 1 < fields.Length; at += 2)
        {
            if (fields[at] == DataField)
            {
                data = fields[at + 1]!;
            }
            else if (fields[at] == MetadataField)
            {
                metadata = fields[at + 1];
            }
        }

        return new RedisStreamEntry(id, data, ParseMetadata(metadata));
    }

    /// <summary>Anybody can write to a stream: metadata that is no JSON object of strings is left out, as daprd does, and the message stays.</summary>
    private static IReadOnlyDictionary<string, string>? ParseMetadata(string? text)
    {
        try
        {
            return MessageMetadata.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

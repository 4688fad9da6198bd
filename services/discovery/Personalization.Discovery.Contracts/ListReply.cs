using System.Text.Json;

namespace Personalization.Discovery.Contracts;

/// <summary>A <see cref="SearchReply"/> or <see cref="RecommendReply"/> whose products are not read, only handed on.</summary>
public sealed record ListReply
{
    /// <summary>JSON by <see cref="ListJson"/>: the results of a search, or the slots of recommendations.</summary>
    public required ReadOnlyMemory<byte> Lists { get; init; }

    /// <inheritdoc cref="SearchReply.Total"/>
    public int Total { get; init; }

    /// <inheritdoc cref="SearchReply.Facets"/>
    public ResultFacets? Facets { get; init; }

    public required string IndexVersion { get; init; }

    /// <inheritdoc cref="RecommendReply.ModelVersion"/>
    public string? ModelVersion { get; init; }

    public RankingSummary Ranking { get; init; } = new();

    public static ListReply Of(SearchReply reply) => new()
    {
        Lists = JsonSerializer.SerializeToUtf8Bytes(reply.Results, ListJson.Results),
        Total = reply.Total,
        Facets = reply.Facets,
        IndexVersion = reply.IndexVersion,
        Ranking = reply.Ranking,
    };

    public static ListReply Of(RecommendReply reply) => new()
    {
        Lists = JsonSerializer.SerializeToUtf8Bytes(reply.Slots, ListJson.Slots),
        IndexVersion = reply.IndexVersion,
        ModelVersion = reply.ModelVersion,
        Ranking = reply.Ranking,
    };

    /// <param name="reply">A reply as discovery writes it; kept, not copied.</param>
    /// <exception cref="JsonException">It is none.</exception>
    public static ListReply Read(ReadOnlyMemory<byte> reply)
    {
        var reader = new Utf8JsonReader(reply.Span);
        ReadOnlyMemory<byte>? lists = null;
        string? indexVersion = null, modelVersion = null;
        var total = 0;
        ResultFacets? facets = null;
        RankingSummary? ranking = null;
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("The reply is no object.");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("results"u8) || reader.ValueTextEquals("slots"u8))
            {
                reader.Read();
                var from = (int)reader.TokenStartIndex;
                reader.Skip();
                lists = reply[from..(int)reader.BytesConsumed];
            }
            else if (reader.ValueTextEquals("total"u8))
            {
                reader.Read();
                total = reader.TokenType == JsonTokenType.Number ? reader.GetInt32() : throw new JsonException("`total` is no number.");
            }
            else if (reader.ValueTextEquals("index_version"u8))
            {
                indexVersion = Text(ref reader);
            }
            else if (reader.ValueTextEquals("model_version"u8))
            {
                modelVersion = Text(ref reader);
            }
            else if (reader.ValueTextEquals("facets"u8))
            {
                facets = JsonSerializer.Deserialize(ref reader, DiscoveryJson.Default.ResultFacets);
            }
            else if (reader.ValueTextEquals("ranking"u8))
            {
                ranking = JsonSerializer.Deserialize(ref reader, DiscoveryJson.Default.RankingSummary);
            }
            else
            {
                reader.Skip();
            }
        }

        return new ListReply
        {
            Lists = lists ?? throw new JsonException("The reply has neither `results` nor `slots`."),
            Total = total,
            Facets = facets,
            IndexVersion = indexVersion ?? throw new JsonException("The reply has no `index_version`."),
            ModelVersion = modelVersion,
            Ranking = ranking ?? new RankingSummary(),
        };
    }

    private static string? Text(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType is JsonTokenType.String or JsonTokenType.Null ? reader.GetString() : throw new JsonException("A version is no string.");
    }
}

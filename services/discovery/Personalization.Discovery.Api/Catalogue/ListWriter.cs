using System.Text.Encodings.Web;
using System.Text.Json;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Writes replies with lists of products as <see cref="ListReply.Read"/> reads them; the products are copied from <see cref="ProductCards"/>.</summary>
internal static class ListWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private static readonly JsonEncodedText Results = JsonEncodedText.Encode("results");
    private static readonly JsonEncodedText Total = JsonEncodedText.Encode("total");
    private static readonly JsonEncodedText Facets = JsonEncodedText.Encode("facets");
    private static readonly JsonEncodedText Slots = JsonEncodedText.Encode("slots");
    private static readonly JsonEncodedText IndexVersion = JsonEncodedText.Encode("index_version");
    private static readonly JsonEncodedText ModelVersion = JsonEncodedText.Encode("model_version");
    private static readonly JsonEncodedText Ranking = JsonEncodedText.Encode("ranking");
    private static readonly JsonEncodedText Product = JsonEncodedText.Encode("product");
    private static readonly JsonEncodedText Score = JsonEncodedText.Encode("score");
    private static readonly JsonEncodedText StandardRank = JsonEncodedText.Encode("standard_rank");
    private static readonly JsonEncodedText Personalized = JsonEncodedText.Encode("personalized");
    private static readonly JsonEncodedText Badges = JsonEncodedText.Encode("badges");
    private static readonly JsonEncodedText Reasons = JsonEncodedText.Encode("reasons");
    private static readonly JsonEncodedText Due = JsonEncodedText.Encode("due");
    private static readonly JsonEncodedText SuggestedQuantity = JsonEncodedText.Encode("suggested_quantity");

    public static void Write(Stream to, SearchReply reply, ProductCards? cards)
    {
        using var writer = new Utf8JsonWriter(to, Options);
        writer.WriteStartObject();
        writer.WriteStartArray(Results);
        foreach (var result in reply.Results)
        {
            WriteProduct(writer, result.Product, result.Score, cards);
            writer.WriteNumber(StandardRank, result.StandardRank);
            writer.WriteBoolean(Personalized, result.Personalized);
            WriteTexts(writer, Badges, result.Badges);
            WriteTexts(writer, Reasons, result.Reasons);
            if (result.SuggestedQuantity is { } quantity)
            {
                writer.WriteNumber(SuggestedQuantity, quantity);
            }
            else
            {
                writer.WriteNull(SuggestedQuantity);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNumber(Total, reply.Total);
        if (reply.Facets is { } facets)
        {
            writer.WritePropertyName(Facets);
            JsonSerializer.Serialize(writer, facets, DiscoveryJson.Default.ResultFacets);
        }

        WriteEnd(writer, reply.IndexVersion, reply.Ranking);
    }

    public static void Write(Stream to, RecommendReply reply, ProductCards? cards)
    {
        using var writer = new Utf8JsonWriter(to, Options);
        writer.WriteStartObject();
        writer.WriteStartObject(Slots);
        foreach (var (slot, found) in reply.Slots)
        {
            writer.WriteStartArray(slot);
            foreach (var one in found)
            {
                WriteProduct(writer, one.Product, one.Score, cards);
                WriteTexts(writer, Reasons, one.Reasons);
                if (one.Due is { } due)
                {
                    writer.WriteString(Due, due.UtcDateTime);
                }

                if (one.SuggestedQuantity is { } quantity)
                {
                    writer.WriteNumber(SuggestedQuantity, quantity);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        if (reply.ModelVersion is { } model)
        {
            writer.WriteString(ModelVersion, model);
        }

        WriteEnd(writer, reply.IndexVersion, reply.Ranking);
    }

    private static void WriteProduct(Utf8JsonWriter writer, Product product, double score, ProductCards? cards)
    {
        writer.WriteStartObject();
        writer.WritePropertyName(Product);
        if (cards is not null)
        {
            writer.WriteRawValue(cards.Of(product), skipInputValidation: true);
        }
        else
        {
            JsonSerializer.Serialize(writer, product, ListJson.Product);
        }

        writer.WriteNumber(Score, score);
    }

    private static void WriteTexts(Utf8JsonWriter writer, JsonEncodedText name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        for (var place = 0; place < texts.Count; place++)
        {
            writer.WriteStringValue(texts[place]);
        }

        writer.WriteEndArray();
    }

    private static void WriteEnd(Utf8JsonWriter writer, string indexVersion, RankingSummary ranking)
    {
        writer.WriteString(IndexVersion, indexVersion);
        writer.WritePropertyName(Ranking);
        JsonSerializer.Serialize(writer, ranking, DiscoveryJson.Default.RankingSummary);
        writer.WriteEndObject();
    }
}

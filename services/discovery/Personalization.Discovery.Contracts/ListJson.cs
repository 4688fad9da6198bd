using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Abstractions.Serialization;

namespace Personalization.Discovery.Contracts;

/// <summary>How lists of products are written: as the public answers show them, so that nobody on the way has to read them and write them again. Letters stay as they are, times are UTC with `Z`.</summary>
public static class ListJson
{
    private static readonly JsonSerializerOptions Options = new(DiscoveryJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
        TypeInfoResolver = DiscoveryJson.Default,
    };

    public static JsonTypeInfo<Product> Product { get; } = Of<Product>();

    public static JsonTypeInfo<IReadOnlyList<RankedProduct>> Results { get; } = Of<IReadOnlyList<RankedProduct>>();

    public static JsonTypeInfo<IReadOnlyDictionary<string, IReadOnlyList<RecommendedProduct>>> Slots { get; } = Of<IReadOnlyDictionary<string, IReadOnlyList<RecommendedProduct>>>();

    private static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));
}

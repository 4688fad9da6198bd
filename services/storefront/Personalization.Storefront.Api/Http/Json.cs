using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Personalization.Abstractions.Serialization;
using Personalization.Decisions.Contracts;
using Personalization.Discovery.Contracts;
using Personalization.Profiles.Contracts;

namespace Personalization.Storefront.Api.Http;

/// <summary>
/// Writes public answers: the wire's names, letters as they are. Escaping what only HTML minds is not needed, because
/// answers are served as JSON with `nosniff`; escaped names of products would be several times as long.
/// </summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(StorefrontJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new UtcTimeConverter() },
        TypeInfoResolver = JsonTypeInfoResolver.Combine(StorefrontJson.Default, ProfilesJson.Default, DiscoveryJson.Default, DecisionsJson.Default),
    };

    /// <summary>An answer of a type that one of the contracts knows.</summary>
    public static IResult Answer<T>(T value, int statusCode = StatusCodes.Status200OK) =>
        TypedResults.Json(value, (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T)), statusCode: statusCode);
}

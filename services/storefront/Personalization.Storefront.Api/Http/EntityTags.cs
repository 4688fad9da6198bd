using Microsoft.Net.Http.Headers;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Http;

/// <summary>Versions as entity tags.</summary>
internal static class EntityTags
{
    public const string Any = "*";

    /// <summary>The version in If-Match, or <see cref="Any"/>; null without the header.</summary>
    public static string? IfMatch(HttpRequest request, Faults faults)
    {
        var values = request.Headers.IfMatch;
        if (values.Count == 0)
        {
            return null;
        }

        var text = values.ToString().Trim();
        if (text == Any)
        {
            return Any;
        }

        if (EntityTagHeaderValue.TryParse(text, out var tag))
        {
            return tag.Tag.ToString().Trim('"');
        }

        if (text.Length is > 0 and <= 512 && !text.Contains(',', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal))
        {
            // Clients that take `version` from the body send it without quotes.
            return text;
        }

        faults.Add("", HeaderNames.IfMatch, "is no entity tag; send the ETag of what is changed, or its version");
        return null;
    }

    public static void Set(HttpContext context, string version) => context.Response.Headers.ETag = $"\"{version}\"";
}

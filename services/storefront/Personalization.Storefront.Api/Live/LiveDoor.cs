using Personalization.Abstractions.Problems;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Live;

/// <summary>
/// Who may come to the socket at all. Browsers apply no CORS to WebSockets: without this any page could listen through its visitor. They send no
/// headers of the page's own either, so a token comes as the query's `access_token`, and goes on from here as every other does.
/// </summary>
internal static class LiveDoor
{
    private const string TokenQuery = "access_token";
    private const string RetryAfterSeconds = "30";

    public static void UseLiveDoor(this IApplicationBuilder app, PathString prefix) => app.UseWhen(
        context => context.Listener() == ListenerKind.Public && context.Request.Path.StartsWithSegments(prefix),
        live => live.Use((context, next) =>
        {
            if (context.Request.Query.TryGetValue(TokenQuery, out var token) && context.Request.Headers.Authorization.Count == 0)
            {
                context.Request.Headers.Authorization = $"Bearer {token}";
            }

            return Refusal(context) is { } problem ? new ProblemResult(problem).ExecuteAsync(context) : next(context);
        }));

    private static Problem? Refusal(HttpContext context)
    {
        var origin = context.Request.Headers.Origin.ToString();
        var listed = context.RequestServices.GetRequiredService<PublicOptions>().CorsOrigins;
        if (origin.Length > 0 && !IsOwn(origin, context.Request.Host) && !listed.Contains(origin, StringComparer.OrdinalIgnoreCase))
        {
            return Problem.OfField(403, "Origin", "is not among the sites that may call; add it to Public:CorsOrigins");
        }

        if (context.RequestServices.GetRequiredService<LiveConnections>().IsFull)
        {
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            return Problem.Of(503, "Too many live connections; ask from time to time instead, and try again later.");
        }

        return null;
    }

    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase);
}

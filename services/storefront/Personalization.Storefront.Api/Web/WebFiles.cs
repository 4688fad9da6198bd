using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;
using Personalization.Hosting.Listeners;

namespace Personalization.Storefront.Api.Web;

/// <summary>
/// Serves the built web page: files whose names carry a hash for a year, the page itself asked for each time. And the tracker, at an address that
/// other sites' pages name and that therefore never changes: browsers ask again after an hour, an edge keeps it for 7 days (R3.7).
/// </summary>
internal static class WebFiles
{
    private const string RootSetting = "Web:Root";

    private const string Page = "/index.html";

    private static readonly string[] TrackerFiles = ["/tracker.js", "/tracker.mjs"];

    /// <summary>Own scripts, styles and live calls alone; pictures from any shop's image host.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
        + "object-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'";

    private static readonly string[] Reserved = ["/api", "/openapi", "/healthz", "/readyz", "/metrics", "/dapr", "/events", "/internal", "/hubs", "/v1.0"];

    public static void AddWebFiles(this IServiceCollection services) => services.AddResponseCompression(compression =>
    {
        // Answers of the API are small and many: compressing them costs more than it saves on the same machine.
        compression.MimeTypes = ["text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml", "application/manifest+json"];
        compression.Providers.Add<BrotliCompressionProvider>();
        compression.Providers.Add<GzipCompressionProvider>();
    });

    /// <summary>Does nothing where the page was not built: the API stands alone.</summary>
    public static void UseWebFiles(this WebApplication app)
    {
        var folder = app.Configuration[RootSetting] ?? Path.Combine(AppContext.BaseDirectory, "wwwroot");
        if (!File.Exists(folder + Page))
        {
            return;
        }

        var files = new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder), OnPrepareResponse = Prepare };
        app.UseWhen(
            context => context.Listener() == ListenerKind.Public && context.GetEndpoint() is null && IsRead(context.Request),
            web =>
            {
                web.UseResponseCompression();
                web.Use((context, next) =>
                {
                    if (IsPage(context.Request))
                    {
                        context.Request.Path = Page;
                    }

                    return next(context);
                });
                web.UseStaticFiles(files);
            });
    }

    private static bool IsRead(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    /// <summary>`/`, and the paths that the page's own router shows; never a path of the API, nor a file that is missing.</summary>
    private static bool IsPage(HttpRequest request) =>
        request.Path == "/"
        || (!Reserved.Any(prefix => request.Path.StartsWithSegments(prefix))
            && !Path.HasExtension(request.Path)
            && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase));

    private static void Prepare(StaticFileResponseContext served)
    {
        var headers = served.Context.Response.Headers;
        var path = served.Context.Request.Path;
        var tracker = TrackerFiles.Contains(path.Value);
        headers.CacheControl = path.StartsWithSegments("/assets") ? "public, max-age=31536000, immutable"
            : tracker ? "public, max-age=3600, s-maxage=604800, stale-while-revalidate=86400"
            : "no-cache";
        if (tracker)
        {
            // Any site may load it, also as a module; whether it may then call is decided by the list of CORS origins.
            headers.AccessControlAllowOrigin = "*";
            headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        }

        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        if (served.File.Name.EndsWith(".html", StringComparison.Ordinal))
        {
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
        }

        headers.Append(HeaderNames.Vary, HeaderNames.AcceptEncoding);
    }
}

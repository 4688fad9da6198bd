using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Hosting.Defaults;
using Personalization.Hosting.Doors;
using Personalization.Hosting.Listeners;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Http;

/// <summary>Opens the public door, or refuses to, with the reason.</summary>
internal static class PublicListener
{
    /// <exception cref="InvalidOperationException">The door would be open to other machines, or a value is none.</exception>
    public static void AddPublicListener(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(PublicOptions.Section).Get<PublicOptions>() ?? new PublicOptions();
        options.Host = Environment.GetEnvironmentVariable("PUBLIC_HOST") is { Length: > 0 } host ? host : options.Host;
        options.Port = ServiceEnvironment.Port("PUBLIC_PORT") ?? options.Port;
        var mode = DoorRules.Mode(builder.Configuration);
        var address = DoorRules.Require(mode, "PUBLIC_HOST", DoorRules.Address("PUBLIC_HOST", options.Host));
        CheckOrigins(options.CorsOrigins);
        builder.Services.AddSingleton(options);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(options.CorsOrigins)
            .AllowAnyHeader()
            .AllowAnyMethod()
            // Date: a tracker under a wrong clock puts its events' times right by it.
            .WithExposedHeaders("ETag", "Retry-After", "WWW-Authenticate", "Date")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel.Limits);
            kestrel.Listen(address, options.Port, listen => listen.Mark(ListenerKind.Public).Protocols = HttpProtocols.Http1);
        });
    }

    /// <exception cref="InvalidOperationException">An origin is none, or stands for all.</exception>
    private static void CheckOrigins(IEnumerable<string> origins)
    {
        foreach (var origin in origins)
        {
            if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https") || uri.GetLeftPart(UriPartial.Authority) != origin)
            {
                throw new InvalidOperationException($"Public:CorsOrigins has '{origin}': expected an origin such as https://shop.example, without path and without '*'.");
            }
        }
    }

    /// <summary>What the server refuses by itself. Bodies are limited by each endpoint, below this.</summary>
    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxRequestBodySize = CallBody.DrainLimit;
        limits.MaxRequestLineSize = 16 * 1024;
        limits.MaxRequestHeadersTotalSize = 32 * 1024;
        limits.MaxRequestHeaderCount = 100;
        limits.MaxConcurrentConnections = 10_000;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        limits.KeepAliveTimeout = TimeSpan.FromMinutes(2);
        limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
    }
}

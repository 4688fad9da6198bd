using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Hosting.Defaults;
using Personalization.Hosting.Listeners;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Http;

/// <summary>Opens the public door, or refuses to, with the reason.</summary>
internal static class PublicListener
{
    private const string OpenMode = "open";

    /// <exception cref="InvalidOperationException">The door would be open to other machines, or a value is none.</exception>
    public static void AddPublicListener(this WebApplicationBuilder builder)
    {
        var options = builder.Configuration.GetSection(PublicOptions.Section).Get<PublicOptions>() ?? new PublicOptions();
        options.Host = Environment.GetEnvironmentVariable("PUBLIC_HOST") is { Length: > 0 } host ? host : options.Host;
        options.Port = ServiceEnvironment.Port("PUBLIC_PORT") ?? options.Port;
        options.AuthMode = builder.Configuration["Auth:Mode"] ?? options.AuthMode;
        var address = Address(options);
        builder.Services.AddSingleton(options);
        builder.Services.AddCors(cors => cors.AddDefaultPolicy(policy => policy
            .WithOrigins(options.CorsOrigins)
            .AllowAnyHeader()
            .AllowAnyMethod()
            .WithExposedHeaders("ETag", "Retry-After")
            .SetPreflightMaxAge(TimeSpan.FromHours(1))));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            Limit(kestrel.Limits);
            kestrel.Listen(address, options.Port, listen => listen.Mark(ListenerKind.Public).Protocols = HttpProtocols.Http1);
        });
    }

    private static IPAddress Address(PublicOptions options)
    {
        if (options.AuthMode != OpenMode)
        {
            throw new InvalidOperationException($"Auth:Mode is '{options.AuthMode}': this version knows '{OpenMode}' alone.");
        }

        var address = options.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(options.Host, out var parsed) ? parsed
            : throw new InvalidOperationException($"PUBLIC_HOST is '{options.Host}': expected an IP address such as 127.0.0.1.");
        return IPAddress.IsLoopback(address)
            ? address
            : throw new InvalidOperationException(
                $"PUBLIC_HOST is '{options.Host}' while Auth:Mode is '{OpenMode}': anybody on the network could read and change every shopper. Listen on 127.0.0.1.");
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

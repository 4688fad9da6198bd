using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Doors;
using Personalization.Hosting.Limits;
using Personalization.Hosting.Problems;
using Personalization.Hosting.Tokens;

namespace Personalization.Hosting.Access;

/// <summary>Asks who calls, and keeps callers to what they may do.</summary>
public static class AccessExtensions
{
    /// <exception cref="InvalidOperationException">`Auth:Mode=bearer` without what is needed to check tokens, or a limit that is none.</exception>
    public static void AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        var mode = DoorRules.Mode(configuration);
        var limits = configuration.GetSection(LimitOptions.Section).Get<LimitOptions>() ?? new LimitOptions();
        if (limits.RequestsPerMinute <= 0 || limits.MostCounted <= 0 || limits.Endpoints.Values.Any(limit => limit <= 0))
        {
            throw new InvalidOperationException("Limits: every limit is a number above 0; Limits:Enabled=false turns them off.");
        }

        var tokens = configuration.GetSection(TokenOptions.Section).Get<TokenOptions>() ?? new TokenOptions();
        services.AddSingleton<AccessInstruments>();
        services.AddSingleton<RehearsalPass>();
        services.AddSingleton(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Personalization.Hosting.Tokens");
            return new AccessRule(
                mode == DoorMode.Bearer ? new TokenValidator(KeySources.Create(tokens, time, logger), tokens, time) : null,
                limits.Enabled ?? mode == DoorMode.Bearer ? new RateLimiter(limits, time) : null,
                provider.GetRequiredService<RehearsalPass>(),
                provider.GetRequiredService<AccessInstruments>());
        });
    }

    /// <summary>Stands behind routing, listener rules and CORS.</summary>
    public static void UseAccess(this WebApplication app)
    {
        // Made now: what is wrong with the options ends the start.
        var rule = app.Services.GetRequiredService<AccessRule>();
        app.Use(rule.InvokeAsync);
    }

    /// <summary>The endpoints need this scope.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoints, string scope)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new AccessMetadata(scope, !Scopes.IsForShoppers(scope))));
        return endpoints;
    }

    /// <summary>The endpoints ask nothing of nobody.</summary>
    public static TBuilder OpenToAll<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Add(endpoint => endpoint.Metadata.Add(new AccessMetadata(null, ServersOnly: false)));
        return endpoints;
    }

    /// <summary>Who calls, where a token says so; null while the door is open.</summary>
    public static Caller? Caller(this HttpContext context) => Known(context) is { } caller && caller != Tokens.Caller.Anybody ? caller : null;

    /// <summary>Why the caller may not act for this shopper; null when it may. Whom nobody asked who they are may not.</summary>
    public static Problem? FaultOf(this HttpContext context, ShopperKind kind, string id, string field) =>
        Known(context) is { } caller && (caller.Shopper is not { } own || own == (kind, id))
            ? null
            : Problem.OfField(403, field, "is another shopper than the token's; act for the token's own, or take a server's credential");

    /// <summary>Ends the request with 403 when the caller may not act for this shopper.</summary>
    /// <exception cref="ProblemException">It may not.</exception>
    public static void RequireShopper(this HttpContext context, ShopperKind kind, string id, string field)
    {
        if (context.FaultOf(kind, id, field) is { } problem)
        {
            throw new ProblemException(problem);
        }
    }

    /// <summary>Ends the request with 403 when the caller lacks a scope that only some requests of an endpoint need.</summary>
    /// <exception cref="ProblemException">It lacks it.</exception>
    public static void RequireScope(this HttpContext context, string scope)
    {
        var caller = Known(context);
        if (caller != Tokens.Caller.Anybody && caller?.Scopes.Contains(scope) != true)
        {
            context.Response.OnStarting(() =>
            {
                context.Response.Headers.WWWAuthenticate = AccessRule.InsufficientScope(scope);
                return Task.CompletedTask;
            });
            throw new ProblemException(AccessRule.ScopeProblem(scope));
        }
    }

    /// <summary>Remembers who calls, for as long as the request lasts.</summary>
    internal static void Remember(this HttpContext context, Caller caller) => context.Items[typeof(Caller)] = caller;

    private static Caller? Known(HttpContext context) => context.Items.TryGetValue(typeof(Caller), out var known) ? known as Caller : null;
}

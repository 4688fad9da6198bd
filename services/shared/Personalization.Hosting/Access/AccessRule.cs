using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Limits;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;
using Personalization.Hosting.Tokens;

namespace Personalization.Hosting.Access;

/// <summary>
/// The one place where requests of the public contract are let through, whether they come to the public listener or through the own sidecar: 401 without a valid token (RFC 6750), 403 where it does not go far enough,
/// 429 where it comes too often. An endpoint that says nothing of whom it is for is for nobody.
/// </summary>
/// <param name="tokens">Null: the door is open.</param>
/// <param name="limiter">Null: no limits.</param>
/// <param name="rehearsal">What the process itself shows.</param>
/// <param name="instruments">Counts whom it keeps out.</param>
internal sealed class AccessRule(TokenValidator? tokens, RateLimiter? limiter, RehearsalPass rehearsal, AccessInstruments instruments)
{
    private const string StoreHeader = "X-Store-Id";
    private const string Scheme = "Bearer ";
    private const string Realm = "Bearer realm=\"personalization\"";
    private const string TokenField = "Authorization";
    private const string Refused = "(refused)";

    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.IsPublicCall() || context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        var access = endpoint.Metadata.GetMetadata<AccessMetadata>();
        Caller? caller = null;
        if (tokens is not null && access is null)
        {
            await AnswerAsync(context, Problem.OfField(403, "path", "is for nobody yet; it states no scope"), "no_scope_stated");
            return;
        }

        if (tokens is not null && access!.Scope is { } scope)
        {
            var (known, fault) = rehearsal.IsShown(context) ? new TokenResult(rehearsal.Caller, TokenFault.None) : await IdentifyAsync(context, tokens);
            if (known is null)
            {
                // Guesses are slowed down by where they come from: nothing else is known of them.
                await (limiter is null || limiter.TryTake(Address(context), Refused, out var wait) ? UnknownAsync(context, fault) : TooManyAsync(context, wait));
                return;
            }

            if (Forbidden(context, known, access, scope) is { } problem)
            {
                await AnswerAsync(context, problem, "forbidden");
                return;
            }

            caller = known;
            context.Remember(known);
        }
        else if (tokens is null)
        {
            context.Remember(Caller.Anybody);
        }

        if (limiter is not null && !limiter.TryTake(Client(context, caller), Name(context, endpoint), out var seconds))
        {
            await TooManyAsync(context, seconds);
            return;
        }

        await next(context);
    }

    public static Problem ScopeProblem(string scope) => Problem.OfField(403, TokenField, $"is a token without the scope '{scope}'; take one that has it");

    public static string InsufficientScope(string scope) => $"{Realm}, error=\"insufficient_scope\", scope=\"{scope}\"";

    /// <summary>The caller, or why there is none; no fault at all where no token came.</summary>
    private static async ValueTask<TokenResult> IdentifyAsync(HttpContext context, TokenValidator tokens)
    {
        var header = context.Request.Headers.Authorization;
        if (StringValues.IsNullOrEmpty(header))
        {
            return default;
        }

        var text = header.Count == 1 ? header.ToString() : "";
        return text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? await tokens.ValidateAsync(text[Scheme.Length..], context.RequestAborted)
            : new TokenResult(null, TokenFault.Malformed);
    }

    private Task UnknownAsync(HttpContext context, TokenFault fault)
    {
        if (fault == TokenFault.None)
        {
            context.Response.Headers.WWWAuthenticate = Realm;
            return AnswerAsync(context, Problem.OfField(401, TokenField, "is missing; send 'Bearer ' and a token"), "missing");
        }

        if (fault == TokenFault.KeysUnavailable)
        {
            var problem = Problem.OfField(503, TokenField, "could not be checked: the keys of its issuer cannot be had; send it again after Retry-After seconds");
            return AnswerAsync(context, problem, nameof(TokenFault.KeysUnavailable), retryAfter: 1);
        }

        var why = Why(fault);
        context.Response.Headers.WWWAuthenticate =
            $"{Realm}, error=\"invalid_token\", error_description=\"The token {why.Replace(';', ',').Replace("'", "", StringComparison.Ordinal)}\"";
        return AnswerAsync(context, Problem.OfField(401, TokenField, why), fault.ToString());
    }

    private static string Why(TokenFault fault) => fault switch
    {
        TokenFault.Algorithm => "is signed with an algorithm that its key is not for; sign with the one the issuer's key states",
        TokenFault.Critical => "demands extensions (crit) that are not known here; leave them out",
        TokenFault.UnknownKey => "names a key that the issuer does not publish; sign with a current one and name it in 'kid'",
        TokenFault.Signature => "has a signature that is not its issuer's; take a new one",
        TokenFault.Expired => "is expired; take a new one",
        TokenFault.NotYetValid => "is not valid yet; check the clock of its issuer",
        TokenFault.Issuer => "is of another issuer; take one of the issuer that is configured here",
        TokenFault.Audience => "is for another audience; take one that is for this service",
        TokenFault.Claims => "lacks claims or has wrong ones; state sub, store_id, exp, scope, and for a shopper user_id or anonymous_id, equal to sub",
        _ => "is no signed JWT in compact form; send 'Bearer ' and a token",
    };

    private static Problem? Forbidden(HttpContext context, Caller caller, AccessMetadata access, string scope)
    {
        // A shopper's token stays one, whatever its issuer wrote into its scopes.
        if (caller.Shopper is not null && access.ServersOnly)
        {
            context.Response.Headers.WWWAuthenticate = InsufficientScope(scope);
            return Problem.OfField(403, TokenField, "is a shopper's token; this needs a server's credential");
        }

        if (!caller.Scopes.Contains(scope))
        {
            context.Response.Headers.WWWAuthenticate = InsufficientScope(scope);
            return ScopeProblem(scope);
        }

        var store = context.Request.Headers[StoreHeader];
        return store.Count == 0 || (store.Count == 1 && store[0] == caller.Store.Value)
            ? null
            : Problem.OfField(403, StoreHeader, $"is another store than the token's; send '{caller.Store.Value}', or leave it out");
    }

    private static string Client(HttpContext context, Caller? caller) =>
        caller is null ? Address(context) : $"{caller.Store.Value}\n{caller.Shopper?.Kind.ToString() ?? "Server"}\n{caller.Subject}";

    /// <summary>Where the connection comes from; of IPv6 the /64, which one client has whole.</summary>
    private static string Address(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }

    private static string Name(HttpContext context, RouteEndpoint endpoint) => $"{context.Request.Method} {endpoint.RoutePattern.RawText}";

    private Task TooManyAsync(HttpContext context, int seconds) => AnswerAsync(
        context, Problem.OfField(429, "rate", "is above what this client may ask of this endpoint in a minute; wait Retry-After seconds"), "rate", seconds);

    private Task AnswerAsync(HttpContext context, Problem problem, string reason, int? retryAfter = null)
    {
        instruments.Refused(problem.Status, reason);
        return new ProblemResult(problem, retryAfter).ExecuteAsync(context);
    }
}

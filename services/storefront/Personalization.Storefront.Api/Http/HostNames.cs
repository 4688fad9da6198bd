using System.Net;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Doors;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Http;

/// <summary>
/// While the door is open, answers only to names of loopback. A page from anywhere can make its own name resolve to 127.0.0.1, and the browser
/// then lets it read what is there (DNS rebinding); the name that it was called by gives it away.
/// </summary>
internal static class HostNames
{
    public static void UseHostNames(this WebApplication app)
    {
        if (DoorRules.Mode(app.Configuration) != DoorMode.Open)
        {
            return;
        }

        var names = app.Services.GetRequiredService<PublicOptions>().HostNames.ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use((context, next) =>
        {
            var host = context.Request.Host.Host;
            if (context.Listener() != ListenerKind.Public || host.Length == 0 || IsLoopback(host) || names.Contains(host))
            {
                return next(context);
            }

            return new ProblemResult(Problem.OfField(
                421, "Host", "is no name of this machine alone, and the door is open; call http://127.0.0.1, add the name to Public:HostNames, or set Auth:Mode=bearer")).ExecuteAsync(context);
        });
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

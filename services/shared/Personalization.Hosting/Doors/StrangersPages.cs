using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;

namespace Personalization.Hosting.Doors;

/// <summary>
/// Keeps pages from elsewhere out while the door is open: a browser on this machine reaches loopback as the machine itself does. A page can make its
/// own name resolve to 127.0.0.1 and then read what is there (DNS rebinding): the name it called by gives it away. And it can send without
/// reading: browsers say so (Fetch Metadata), and nothing of a browser belongs on the app channel.
/// </summary>
internal static class StrangersPages
{
    public const string NamesSetting = "Public:HostNames";

    public static void RefuseStrangersPages(this WebApplication app)
    {
        if (DoorRules.Mode(app.Configuration) != DoorMode.Open)
        {
            return;
        }

        var names = (app.Configuration.GetSection(NamesSetting).Get<string[]>() ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
        app.Use((context, next) =>
        {
            var host = context.Request.Host.Host;
            var isPublic = context.Listener() == ListenerKind.Public;
            if (host.Length > 0 && !IsLoopback(host) && !(isPublic && names.Contains(host)))
            {
                var problem = Problem.OfField(421, "Host", $"is no name of this machine alone, and the door is open; call http://127.0.0.1, add the name to {NamesSetting}, or set {DoorRules.ModeSetting}=bearer");
                return new ProblemResult(problem).ExecuteAsync(context);
            }

            if (!isPublic && context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site")
            {
                return new ProblemResult(Problem.OfField(403, "Sec-Fetch-Site", "is a page's call to what is for the own sidecar alone; call the public address")).ExecuteAsync(context);
            }

            return next(context);
        });
    }

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Personalization.Abstractions.Problems;
using Personalization.Hosting.Listeners;
using Personalization.Hosting.Problems;

namespace Personalization.Hosting.Doors;

/// <summary>Lets only the own sidecar onto the app channel: it sends the token that both were given (APP_API_TOKEN).</summary>
internal static class AppTokenRule
{
    private const string Header = "dapr-api-token";

    public static void UseAppToken(this IApplicationBuilder app, string token)
    {
        var expected = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        app.Use((context, next) =>
        {
            if (context.Listener() != ListenerKind.App || IsProbe(context.Request.Path) || IsSidecar(context.Request.Headers[Header].ToString(), expected))
            {
                return next(context);
            }

            var problem = Problem.OfField(401, Header, "is not this app's token; call through the own sidecar, which was given it as APP_API_TOKEN");
            return new ProblemResult(problem).ExecuteAsync(context);
        });
    }

    /// <summary>Probes of the platform come from beside the sidecar, and learn nothing.</summary>
    private static bool IsProbe(PathString path) => path == "/healthz" || path == "/readyz";

    private static bool IsSidecar(string given, byte[] expected) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), expected);
}

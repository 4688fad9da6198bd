using System.Security.Cryptography;

namespace Personalization.Local.Running;

/// <summary>
/// The two secrets between sidecars and services, anew for each run: a page that a browser on this machine shows reaches loopback too, but does not
/// know them. They are handed on in the environment of the processes and written nowhere. Who wants to call a sidecar by hand sets them before.
/// </summary>
/// <param name="Sidecar">DAPR_API_TOKEN: sidecars take calls of their API only with it.</param>
/// <param name="App">APP_API_TOKEN: services take calls on their app channel only with it.</param>
internal sealed record RunTokens(string Sidecar, string App)
{
    private const string SidecarVariable = "DAPR_API_TOKEN";
    private const string AppVariable = "APP_API_TOKEN";
    private const int Bytes = 24;

    public static RunTokens Mint() => new(Given(SidecarVariable) ?? Random(), Given(AppVariable) ?? Random());

    /// <summary>What every process of the system is given.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        [SidecarVariable] = Sidecar,
        [AppVariable] = App,
    };

    private static string? Given(string variable) => System.Environment.GetEnvironmentVariable(variable) is { Length: > 0 } given ? given : null;

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
}

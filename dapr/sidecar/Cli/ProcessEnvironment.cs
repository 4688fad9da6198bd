namespace Personalization.Sidecar.Cli;

/// <summary>The environment variables daprd reads.</summary>
/// <param name="Get">Gives a variable's value, or null.</param>
internal sealed record ProcessEnvironment(Func<string, string?> Get)
{
    public const string Namespace = "NAMESPACE";
    public const string ApiToken = "DAPR_API_TOKEN";
    public const string AppToken = "APP_API_TOKEN";

    /// <summary>This process's; an empty variable counts as absent.</summary>
    public static ProcessEnvironment Current { get; } = new(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null);
}

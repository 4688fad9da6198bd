namespace Personalization.Local.Building;

/// <summary>The `dotnet` that runs this launcher: services run on the same runtime, wherever it is installed.</summary>
internal static class DotnetHost
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path ? path : "dotnet";
}

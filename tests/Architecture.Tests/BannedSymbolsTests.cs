using System.Diagnostics;
using Personalization.Testing;

namespace Personalization.Architecture.Tests;

/// <summary>The compiler refuses ambient time and randomness: shown on a planted project that takes this repository's build rules.</summary>
public sealed class BannedSymbolsTests
{
    [Theory]
    [InlineData(true, "System.DateTimeOffset.UtcNow.Ticks")]
    [InlineData(true, "System.Random.Shared.NextInt64()")]
    [InlineData(true, "System.Guid.NewGuid().GetHashCode()")]
    [InlineData(false, "System.DateTime.UtcNow.Ticks")]
    public async Task Build_PlantedAmbientSymbol_Fails(bool pure, string expression)
    {
        var output = await BuildAsync(pure, expression);

        output.ShouldContain("RS0030");
    }

    [Fact]
    public async Task Build_NothingBanned_Succeeds() => (await BuildAsync(pure: true, "System.DateTimeOffset.UnixEpoch.Ticks")).ShouldContain("Build succeeded");

    private static async Task<string> BuildAsync(bool pure, string expression)
    {
        var folder = Directory.CreateTempSubdirectory("planted").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.props"), $"""
                <Project>
                  <Import Project="{Repository.Root}/Directory.Build.props" />
                  <PropertyGroup>
                    <UseArtifactsOutput>false</UseArtifactsOutput>
                    <IsServiceProject>true</IsServiceProject>
                  </PropertyGroup>
                </Project>
                """);
            await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Build.targets"), $"""<Project><Import Project="{Repository.Root}/Directory.Build.targets" /></Project>""");
            await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Packages.props"), $"""<Project><Import Project="{Repository.Root}/Directory.Packages.props" /></Project>""");
            await File.WriteAllTextAsync(Path.Combine(folder, "Planted.csproj"), $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><PureProject>{(pure ? "true" : "false")}</PureProject></PropertyGroup>
                </Project>
                """);
            await File.WriteAllTextAsync(Path.Combine(folder, "Planted.cs"), $"namespace Planted;\n\npublic static class Violation\n{{\n    public static long Read() => {expression};\n}}\n");

            using var build = Process.Start(new ProcessStartInfo("dotnet", ["build", "-v:q", "-nologo"])
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
            })!;
            var output = await build.StandardOutput.ReadToEndAsync();
            await build.WaitForExitAsync();
            return output;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

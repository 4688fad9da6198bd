using System.Diagnostics;
using System.Text.Json;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.Decisions;

/// <summary>The published clients of the retired Azure Personalizer go on working.</summary>
public sealed class AzureClientTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Clients_RankRewardActivateAndRefusals_AreUnderstood()
    {
        var folder = Path.Combine(Repository.Root, "tests", "Storefront.Tests", "Decisions", "js");
        await RunAsync(Requires.Binary("npm"), ["ci", "--loglevel=error"], folder);

        var seen = JsonDocument.Parse(await RunAsync(Requires.Binary("node"), ["azure.mjs", fixture.Host.PublicUrl], folder)).RootElement;

        foreach (var client in new[] { "legacy", "rest" })
        {
            var saw = seen.GetProperty(client);
            saw.GetProperty("event").GetString().ShouldBe($"{client}-event");
            saw.GetProperty("selected").GetString().ShouldBe("coffee");
            saw.GetProperty("probabilities").EnumerateArray().Select(probability => probability.GetDouble()).ShouldBe([0.1, 0.9, 0]);
            saw.GetProperty("rewarded").GetInt32().ShouldBe(204);
            saw.GetProperty("activated").GetInt32().ShouldBe(204);
            saw.GetProperty("refused").GetProperty("status").GetInt32().ShouldBe(400);
            saw.GetProperty("refused").GetProperty("code").GetString().ShouldBe("BadArgument");
        }
    }

    private static async Task<string> RunAsync(string file, string[] arguments, string folder)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, await error);
        return output;
    }
}

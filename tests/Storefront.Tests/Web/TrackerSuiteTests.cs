using System.Diagnostics;
using Personalization.Testing;

namespace Storefront.Tests.Web;

/// <summary>The tracker's own suite, in node, against the files that the build made.</summary>
public sealed class TrackerSuiteTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);

    [Fact]
    [Trait("req", "R1.6")]
    public async Task Suite_InNode_Passes()
    {
        var node = Requires.Binary("node");
        var folder = Path.Combine(Repository.Root, "services", "storefront", "tracker");
        using var limit = new CancellationTokenSource(Deadline);
        using var process = Process.Start(new ProcessStartInfo(node, ["--test", "--test-reporter=tap", "test/tracker.test.js"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        process.ExitCode.ShouldBe(0, output + await error);
        int.Parse(output.Split("\n# pass ")[1].Split('\n')[0]).ShouldBeGreaterThanOrEqualTo(30, output);
    }
}

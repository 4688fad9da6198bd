using System.Diagnostics;

namespace Personalization.Analytics.Tests.Exports;

/// <summary>A program that a test runs to its end.</summary>
internal static class Child
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <summary>What it wrote; fails with what it complained of.</summary>
    public static async Task<string> OutputAsync(string file, string[] arguments, string folder)
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

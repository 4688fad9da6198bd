using System.Diagnostics;

namespace Personalization.Testing;

/// <summary>A program that a test runs to its end, such as node or npm.</summary>
public static class Child
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    /// <returns>What it wrote to its standard output.</returns>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; says what it wrote.</exception>
    public static async Task<string> OutputAsync(string file, string[] arguments, string folder)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"'{file} {string.Join(' ', arguments)}' ended with {process.ExitCode}:{Environment.NewLine}{output}{await error}");
    }
}

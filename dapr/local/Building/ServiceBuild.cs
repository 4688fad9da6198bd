using System.Text.Json;
using Personalization.Local.CommandLine;
using Personalization.Local.Logs;

namespace Personalization.Local.Building;

/// <summary>Builds the sidecar and the services (the web page with the storefront), when a source file is not what it was at the last build.</summary>
internal sealed class ServiceBuild(BuildTool tool, LauncherConsole console, LocalOptions options)
{
    private static readonly string[] SourceEndings =
    [
        ".cs", ".csproj", ".props", ".targets", ".proto", ".yaml", ".yml", ".json", ".txt", ".editorconfig", ".sql",
        ".ts", ".tsx", ".css", ".html", ".svg",
    ];

    private string Artifacts => Path.Combine(options.Root, "artifacts");

    /// <summary>The program that a project file builds.</summary>
    public string OutputOf(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        return Path.Combine(Artifacts, "bin", name, options.Configuration.ToLowerInvariant(), name + ".dll");
    }

    public async Task RunAsync(IReadOnlyList<string> projects, ServiceLog log, CancellationToken cancellation)
    {
        if (options.Build)
        {
            await BuildAsync(projects, log, cancellation).ConfigureAwait(false);
        }

        var missing = projects.Select(OutputOf).Where(output => !File.Exists(output)).ToList();
        if (missing.Count > 0)
        {
            throw new LauncherException($"Not built: {string.Join(", ", missing)}. Start without --no-build.");
        }
    }

    private async Task BuildAsync(IReadOnlyList<string> projects, ServiceLog log, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Artifacts);
        var name = $"local-{options.Configuration.ToLowerInvariant()}";
        await using var turn = await BuildTurn.TakeAsync(Path.Combine(Artifacts, name + ".lock"), console, cancellation).ConfigureAwait(false);
        var stamp = new BuildStamp(Path.Combine(Artifacts, name + ".stamp"));
        var fingerprint = Fingerprint(projects);
        if (stamp.Matches(fingerprint) && projects.All(project => File.Exists(OutputOf(project))))
        {
            return;
        }

        console.Line($"building {projects.Count} projects ({options.Configuration}) ...");
        var filter = WriteSolutionFilter(projects, name);
        await tool.RunAsync("build", DotnetHost.Path, Arguments(filter), options.Root, log, cancellation).ConfigureAwait(false);
        stamp.Set(fingerprint);
    }

    // Analyzers run in every other build and in continuous integration; here somebody waits. No node reuse: worker processes of MSBuild would stay for a quarter of an hour after the system has stopped.
    private string[] Arguments(string filter) =>
        ["build", filter, "--configuration", options.Configuration, "--nologo", "--verbosity", "quiet", "-nodeReuse:false", "-clp:NoSummary;ErrorsOnly", "-p:RunAnalyzers=false"];

    private string Fingerprint(IReadOnlyList<string> projects)
    {
        string[] sources =
        [
            Path.Combine(options.Root, "services"), Path.Combine(options.Root, "dapr", "sdk"), Path.Combine(options.Root, "dapr", "sidecar"),
            Path.Combine(options.Root, "eng"), .. Directory.EnumerateFiles(options.Root, "*.props"), .. Directory.EnumerateFiles(options.Root, "*.targets"),
            Path.Combine(options.Root, "global.json"), Path.Combine(options.Root, ".editorconfig"),
        ];
        return SourceFingerprint.Compute(sources, string.Join('|', projects), file => SourceEndings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));
    }

    // A solution filter builds several projects in one command, in parallel, and restores only what they need.
    private string WriteSolutionFilter(IReadOnlyList<string> projects, string name)
    {
        var path = Path.Combine(Artifacts, name + ".slnf");
        using var stream = File.Create(path);
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartObject("solution");
        json.WriteString("path", Path.Combine("..", "Personalization.sln"));
        json.WriteStartArray("projects");
        foreach (var project in projects)
        {
            json.WriteStringValue(Path.GetRelativePath(options.Root, project));
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        return path;
    }
}

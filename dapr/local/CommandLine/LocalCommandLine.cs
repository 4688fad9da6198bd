using System.CommandLine;

namespace Personalization.Local.CommandLine;

/// <summary>The options of `dotnet run --project dapr/local -- ...`; `--help` lists them with their defaults.</summary>
internal static class LocalCommandLine
{
    /// <summary>Signals are the launcher's own business: it stops its children in order, and fast.</summary>
    public static InvocationConfiguration Invocation { get; } = new() { ProcessTerminationTimeout = null };

    private static readonly Option<string> Components = new("--components")
    {
        Description = "Environment: the folder under components/ whose files say what is behind each component",
        HelpName = "NAME",
        DefaultValueFactory = _ => "local",
    };

    private static readonly Option<string[]> Services = new("--services")
    {
        Description = "Start only these services of tye.yaml, separated by commas; the others are away, and answers say so [default: all]",
        HelpName = "a,b",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Public port on 127.0.0.1; 0 picks a free one",
        HelpName = "N",
        DefaultValueFactory = _ => 8080,
    };

    private static readonly Option<bool> NoDemo = new("--no-demo")
    {
        Description = "Start empty: do not load the demo shop at the first start",
    };

    private static readonly Option<DirectoryInfo?> Data = new("--data")
    {
        Description = "Folder for state, events, warehouse, logs and chosen ports [default: .data/<components> in the repository]",
        HelpName = "DIR",
    };

    private static readonly Option<bool> Reset = new("--reset")
    {
        Description = "Empty the data folder first; everything learned and imported is lost",
    };

    private static readonly Option<bool> NoBuild = new("--no-build")
    {
        Description = "Start what was built last, without looking whether sources changed",
    };

    private static readonly Option<string> Configuration = new("--configuration", "-c")
    {
        Description = "Build configuration of the services",
        HelpName = "NAME",
        DefaultValueFactory = _ => "Release",
    };

    private static readonly Option<FileInfo?> DefinitionFile = new("--file", "-f")
    {
        Description = "Service definition [default: tye.yaml in the repository]",
        HelpName = "PATH",
    };

    private static readonly Option<int> Timeout = new("--timeout")
    {
        Description = "Seconds the started processes may take to become ready; then the launcher says what is missing and stops",
        HelpName = "S",
        DefaultValueFactory = _ => 180,
    };

    private static readonly Option<string?> LogLevel = new("--log-level")
    {
        Description = "Log level of the services: Trace, Debug, Information, Warning, Error [default: theirs]",
        HelpName = "LEVEL",
    };

    private static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Show every log line of every service, not only warnings and errors",
    };

    public static RootCommand Create(Func<LocalOptions, CancellationToken, Task<int>> run)
    {
        var command = new RootCommand(
            "Starts Personalization on this machine: builds what changed, starts one sidecar process and the services of tye.yaml on free ports, "
            + "loads the demo shop once, waits until a personalized search works, and stops everything on Ctrl-C.")
        {
            Components, Services, Port, NoDemo, Data, Reset, NoBuild, Configuration, DefinitionFile, Timeout, LogLevel, Verbose,
        };
        Port.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, out var port) && port is < 0 or > 65535)
            {
                result.AddError($"--port {port} is no port; give 1 to 65535, or 0 for a free one");
            }
        });
        Timeout.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && int.TryParse(token.Value, out var seconds) && seconds < 1)
            {
                result.AddError("--timeout needs at least 1 second");
            }
        });
        command.SetAction((parsed, cancellation) => run(Read(parsed), cancellation));
        return command;
    }

    private static LocalOptions Read(ParseResult parsed)
    {
        var root = RepositoryRoot.Find();
        var components = parsed.GetValue(Components)!;
        return new LocalOptions
        {
            Root = root,
            DefinitionFile = parsed.GetValue(DefinitionFile)?.FullName ?? Path.Combine(root, "tye.yaml"),
            Components = components,
            DataFolder = parsed.GetValue(Data)?.FullName ?? Path.Combine(root, ".data", components),
            Services = [.. (parsed.GetValue(Services) ?? []).SelectMany(Split)],
            PublicPort = parsed.GetValue(Port),
            LoadDemo = !parsed.GetValue(NoDemo),
            Reset = parsed.GetValue(Reset),
            Build = !parsed.GetValue(NoBuild),
            Verbose = parsed.GetValue(Verbose),
            Configuration = parsed.GetValue(Configuration)!,
            LogLevel = parsed.GetValue(LogLevel),
            StartTimeout = TimeSpan.FromSeconds(parsed.GetValue(Timeout)),
        };
    }

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

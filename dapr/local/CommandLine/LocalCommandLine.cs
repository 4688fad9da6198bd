using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Personalization.Local.CommandLine;

/// <summary>The options of `dotnet run --project dapr/local -- ...`; `--help` lists them with their defaults.</summary>
internal static class LocalCommandLine
{
    private const int MaxReplicas = 8;

    private static readonly string[] LogLevels = ["Trace", "Debug", "Information", "Warning", "Error"];

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

    private static readonly Option<string[]> Replicas = new("--replicas")
    {
        Description = "Start several processes of these services, separated by commas, each with its own ports and sidecar API; of the public one the others get public ports of their own",
        HelpName = "a=2,b=2",
        AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<FileInfo?> Beside = new("--beside")
    {
        Description = "Run template of Dapr with apps of your own, which you start: each gets a sidecar here, may call the services and hear their events",
        HelpName = "PATH",
    };

    private static readonly Option<int> Port = new("--port")
    {
        Description = "Public port on 127.0.0.1; 0 picks a free one",
        HelpName = "N",
        DefaultValueFactory = _ => 8080,
        CustomParser = result => Number(result, 0, 65535, "no port; give 1 to 65535, or 0 for a free one"),
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
        CustomParser = result => Number(result, 1, int.MaxValue / 1000, "no time; give the seconds, at least 1"),
    };

    private static readonly Option<string?> LogLevel = new("--log-level")
    {
        Description = $"Log level of the services: {string.Join(", ", LogLevels)} [default: theirs]",
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
            Components, Services, Replicas, Beside, Port, NoDemo, Data, Reset, NoBuild, Configuration, DefinitionFile, Timeout, LogLevel, Verbose,
        };
        Services.Validators.Add(result =>
        {
            if (!result.Tokens.SelectMany(token => Split(token.Value)).Any())
            {
                result.AddError("--services names no service; give some of tye.yaml, for instance storefront,profiles, or leave it out for all");
            }
        });
        Replicas.Validators.Add(result =>
        {
            foreach (var entry in result.Tokens.SelectMany(token => Split(token.Value)).Where(entry => !TryReadReplicas(entry, out _, out _)))
            {
                result.AddError($"--replicas {entry}: give a service and a number from 1 to {MaxReplicas}, for instance profiles=2");
            }
        });
        LogLevel.Validators.Add(result =>
        {
            if (result.Tokens is [{ } token] && !LogLevels.Contains(token.Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"--log-level {token.Value} is no level; give one of {string.Join(", ", LogLevels)}");
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
            Replicas = ReadReplicas(parsed.GetValue(Replicas) ?? []),
            Beside = parsed.GetValue(Beside)?.FullName,
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

    private static int Number(ArgumentResult result, int least, int most, string fault)
    {
        var text = result.Tokens is [{ } token] ? token.Value : "";
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
        {
            return number;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name} {text} is {fault}");
        return least;
    }

    /// <summary>The last number given for a service counts.</summary>
    private static Dictionary<string, int> ReadReplicas(string[] texts)
    {
        var replicas = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in texts.SelectMany(Split))
        {
            if (TryReadReplicas(entry, out var service, out var count))
            {
                replicas[service] = count;
            }
        }

        return replicas;
    }

    private static bool TryReadReplicas(string entry, out string service, out int count)
    {
        var parts = entry.Split('=');
        service = parts[0].Trim();
        count = 0;
        return parts.Length == 2 && service.Length > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out count) && count is >= 1 and <= MaxReplicas;
    }

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

namespace Personalization.Local.Logs;

/// <summary>What the person at the terminal sees. Colours only where a terminal shows them.</summary>
internal sealed class LauncherConsole(TextWriter output, bool colours, bool verbose)
{
    private static readonly string[] ServiceColours = ["36", "35", "34", "32", "96", "95", "94", "92"];

    private const int LongestLine = 300;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _colours = new(StringComparer.Ordinal);

    /// <summary>From here on a service's warnings are news; while processes start side by side they wait for each other and say so.</summary>
    public bool WarningsMatter { get; set; }

    public static LauncherConsole Standard(bool verbose) =>
        new(Console.Out, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "", verbose);

    public void Line(string text)
    {
        lock (_gate)
        {
            output.WriteLine(text);
            output.Flush();
        }
    }

    public void Warning(string text) => Line(Paint("33", $"warning: {text}"));

    public void Error(string text) => Line(Paint("31", $"error: {text}"));

    /// <summary>A line of a service's log: errors always, warnings once the system is ready, the rest only when asked for.</summary>
    public void ServiceLine(string service, string line, LogSeverity severity)
    {
        if (!verbose && (severity == LogSeverity.Information || (severity == LogSeverity.Warning && !WarningsMatter)))
        {
            return;
        }

        if (!verbose && line.Length > LongestLine)
        {
            // A stack trace on one line: the log file has all of it.
            line = line[..LongestLine] + " ...";
        }

        lock (_gate)
        {
            if (!_colours.TryGetValue(service, out var colour))
            {
                colour = ServiceColours[_colours.Count % ServiceColours.Length];
                _colours[service] = colour;
            }

            var text = severity switch
            {
                LogSeverity.Error => Paint("31", line),
                LogSeverity.Warning => Paint("33", line),
                _ => line,
            };
            output.WriteLine($"{Paint(colour, $"{service,-10} |")} {text}");
            output.Flush();
        }
    }

    private string Paint(string code, string text) => colours ? $"\u001b[{code}m{text}\u001b[0m" : text;
}

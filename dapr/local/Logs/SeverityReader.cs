namespace Personalization.Local.Logs;

/// <summary>Tells how grave a log line is: the console formats of .NET, their JSON form, and daprd's `level=`.</summary>
internal sealed class SeverityReader
{
    private static readonly (string Mark, LogSeverity Severity)[] Starts =
    [
        ("warn:", LogSeverity.Warning),
        ("fail:", LogSeverity.Error),
        ("crit:", LogSeverity.Error),
        ("error:", LogSeverity.Error),
        ("warning:", LogSeverity.Warning),
        ("Unhandled exception", LogSeverity.Error),
        ("info:", LogSeverity.Information),
        ("dbug:", LogSeverity.Information),
        ("trce:", LogSeverity.Information),
    ];

    private static readonly (string Mark, LogSeverity Severity)[] Anywhere =
    [
        ("level=warning", LogSeverity.Warning),
        ("level=error", LogSeverity.Error),
        ("level=fatal", LogSeverity.Error),
        ("\"LogLevel\":\"Warning\"", LogSeverity.Warning),
        ("\"LogLevel\":\"Error\"", LogSeverity.Error),
        ("\"LogLevel\":\"Critical\"", LogSeverity.Error),
        ("\"level\":\"warning\"", LogSeverity.Warning),
        ("\"level\":\"error\"", LogSeverity.Error),
        (" warn: ", LogSeverity.Warning),
        (" fail: ", LogSeverity.Error),
        (" crit: ", LogSeverity.Error),
    ];

    private LogSeverity _last = LogSeverity.Information;

    /// <summary>An indented line belongs to the one before it, as .NET's console formatter and stack traces have it.</summary>
    public LogSeverity Read(string line)
    {
        if (line.Length > 0 && char.IsWhiteSpace(line[0]))
        {
            return _last;
        }

        _last = Classify(line);
        return _last;
    }

    private static LogSeverity Classify(string line)
    {
        foreach (var (mark, severity) in Starts)
        {
            if (line.StartsWith(mark, StringComparison.Ordinal))
            {
                return severity;
            }
        }

        foreach (var (mark, severity) in Anywhere)
        {
            if (line.Contains(mark, StringComparison.Ordinal))
            {
                return severity;
            }
        }

        return LogSeverity.Information;
    }
}

namespace Personalization.Local.Running;

/// <summary>How a child process is started, every time it is.</summary>
internal sealed record ChildSpecification
{
    /// <summary>Name in the console and of the log file.</summary>
    public required string Name { get; init; }

    public required IReadOnlyList<string> Command { get; init; }

    public required string WorkingFolder { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}

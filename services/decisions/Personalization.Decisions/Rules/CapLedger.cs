namespace Personalization.Decisions.Rules;

/// <summary>How often capped items were shown: the lines of one document. Lines of windows that are over leave when it is written.</summary>
public sealed record CapLedger
{
    /// <summary>Lines kept of one document; where it is full, nothing more is shown under its caps.</summary>
    public const int MostLines = 2_000;

    public IReadOnlyDictionary<string, CapLine> Lines { get => field ?? new Dictionary<string, CapLine>(); init; } = new Dictionary<string, CapLine>();

    public bool IsFull(CapCount count) => Lines.TryGetValue(count.Line, out var line) ? line.Shown >= count.Limit : Lines.Count >= MostLines;

    /// <summary>With one more.</summary>
    public CapLedger With(CapCount count, DateTimeOffset now)
    {
        var lines = Lines.Where(line => line.Value.Ends > now).ToDictionary(StringComparer.Ordinal);
        lines[count.Line] = new CapLine(1 + (lines.TryGetValue(count.Line, out var line) ? line.Shown : 0), count.Ends);
        return this with { Lines = lines };
    }
}

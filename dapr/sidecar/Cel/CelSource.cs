namespace Personalization.Sidecar.Cel;

/// <summary>The text of an expression, and the places in it.</summary>
internal sealed class CelSource(string text)
{
    public string Text { get; } = text;

    /// <summary>An error at a position.</summary>
    public CelSyntaxException Error(int position, string reason)
    {
        var before = Text.AsSpan(0, Math.Min(position, Text.Length));
        var line = before.Count('\n') + 1;
        return new CelSyntaxException(reason, line, position - before.LastIndexOf('\n'));
    }
}

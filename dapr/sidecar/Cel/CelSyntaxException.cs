namespace Personalization.Sidecar.Cel;

/// <summary>A text that is no expression.</summary>
/// <param name="reason">What is wrong, and where that is not obvious what would be right.</param>
/// <param name="line">Line of the expression, from 1.</param>
/// <param name="column">Column of that line, from 1.</param>
internal sealed class CelSyntaxException(string reason, int line, int column) : FormatException($"line {line}, column {column} of the expression: {reason}")
{
    public string Reason { get; } = reason;

    public int Line { get; } = line;

    public int Column { get; } = column;
}

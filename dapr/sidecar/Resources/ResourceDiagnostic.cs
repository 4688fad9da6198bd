namespace Personalization.Sidecar.Resources;

/// <summary>A finding about a resource file.</summary>
/// <param name="Severity">How bad it is.</param>
/// <param name="Location">File and line.</param>
/// <param name="Field">Path of the field in its document.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record ResourceDiagnostic(DiagnosticSeverity Severity, SourceLocation Location, string Field, string Reason)
{
    public bool IsError => Severity == DiagnosticSeverity.Error;

    public override string ToString() => $"{Severity.ToString().ToLowerInvariant()}: {Location}: {Field}: {Reason}";
}

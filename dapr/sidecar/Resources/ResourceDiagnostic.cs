namespace Personalization.Sidecar.Resources;

/// <summary>A finding about a resource file.</summary>
/// <param name="IsError">False: the sidecar starts nevertheless, unless it is strict.</param>
/// <param name="Location">File and line.</param>
/// <param name="Field">Path of the field in its document.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
public sealed record ResourceDiagnostic(bool IsError, SourceLocation Location, string Field, string Reason)
{
    public override string ToString() => $"{(IsError ? "error" : "warning")}: {Location}: {Field}: {Reason}";
}

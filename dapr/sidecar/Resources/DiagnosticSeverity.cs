namespace Personalization.Sidecar.Resources;

/// <summary>How bad a finding about a resource is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing: something has no effect in this sidecar.</summary>
    Notice,

    /// <summary>Probably a mistake, e.g. an unknown field. A strict start treats it as an error.</summary>
    Warning,

    /// <summary>The start is refused.</summary>
    Error,
}

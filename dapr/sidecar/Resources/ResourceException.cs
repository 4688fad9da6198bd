namespace Personalization.Sidecar.Resources;

/// <summary>A resource that cannot be used as written. The message names file, line, field, reason and remedy.</summary>
public sealed class ResourceException : Exception
{
    public ResourceException(SourceLocation location, string field, string reason)
        : base($"{location}: {field}: {reason}")
    {
        Location = location;
        Field = field;
        Reason = reason;
    }

    public SourceLocation Location { get; }

    /// <summary>Path of the field in its document, e.g. <c>spec.metadata.cleanupInterval</c>.</summary>
    public string Field { get; }

    public string Reason { get; }
}

namespace Personalization.Sidecar.Resources;

/// <summary>Where something stands in a resource file. Lines count from 1.</summary>
public sealed record SourceLocation(string File, long Line)
{
    public override string ToString() => $"{File}:{Line}";
}

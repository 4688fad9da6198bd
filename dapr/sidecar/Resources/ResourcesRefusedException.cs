namespace Personalization.Sidecar.Resources;

/// <summary>The start is refused for what the resource files say; the message lists every error.</summary>
internal sealed class ResourcesRefusedException(IReadOnlyList<ResourceDiagnostic> findings)
    : Exception(string.Join(Environment.NewLine, findings.Where(f => f.IsError)));

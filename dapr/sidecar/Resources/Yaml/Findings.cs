namespace Personalization.Sidecar.Resources.Yaml;

/// <summary>Gathers what is found while files are read, so that one run names all faults.</summary>
internal sealed class Findings
{
    private readonly List<ResourceDiagnostic> _all = [];

    public IReadOnlyList<ResourceDiagnostic> All => _all;

    public void Notice(SourceLocation location, string field, string reason) => Add(DiagnosticSeverity.Notice, location, field, reason);

    public void Warn(SourceLocation location, string field, string reason) => Add(DiagnosticSeverity.Warning, location, field, reason);

    public void Error(SourceLocation location, string field, string reason) => Add(DiagnosticSeverity.Error, location, field, reason);

    public void Error(ResourceException e) => Error(e.Location, e.Field, e.Reason);

    public void AddRange(IEnumerable<ResourceDiagnostic> findings) => _all.AddRange(findings);

    private void Add(DiagnosticSeverity severity, SourceLocation location, string field, string reason) =>
        _all.Add(new ResourceDiagnostic(severity, location, field, reason));
}

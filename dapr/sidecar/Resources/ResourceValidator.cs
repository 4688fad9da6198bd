using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.Resources;

/// <summary>Checks resource folders and configuration files as a start of the sidecar would, opening nothing.</summary>
public static class ResourceValidator
{
    /// <param name="resourcesPaths">Folders of resource YAML.</param>
    /// <param name="configFiles">Files of kind Configuration.</param>
    /// <param name="strict">Warnings, such as unknown fields, come back as errors.</param>
    /// <returns>All findings, components of every scope included; the start would be refused if one <see cref="ResourceDiagnostic.IsError"/>.</returns>
    public static IReadOnlyList<ResourceDiagnostic> Validate(IReadOnlyList<string> resourcesPaths, IReadOnlyList<string> configFiles, bool strict)
    {
        var resources = ResourceLoader.Load(resourcesPaths, configFiles);
        return Judge([.. resources.Diagnostics, .. ComponentChecks.Check(resources.Components, ComponentChecks.Dry("app", ""))], strict);
    }

    /// <summary>Makes warnings errors if strict.</summary>
    internal static IReadOnlyList<ResourceDiagnostic> Judge(IReadOnlyList<ResourceDiagnostic> findings, bool strict) => strict
        ? [.. findings.Select(f => f.Severity == DiagnosticSeverity.Warning ? f with { Severity = DiagnosticSeverity.Error } : f)]
        : findings;
}

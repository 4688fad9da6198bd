using System.Diagnostics.CodeAnalysis;
using Personalization.Load.Hostile;
using Personalization.Load.Kestrel;

namespace Personalization.Load.Measures;

/// <summary>The measures there are.</summary>
public static class MeasureCatalogue
{
    private static readonly IMeasure[] All = [new BareKestrelMeasure(), new HostileMeasure()];

    public static IEnumerable<string> Names => All.Select(measure => measure.Name);

    /// <summary>Those of the names, each once, in the order of this list; `all` is every one.</summary>
    public static bool TryFind(IReadOnlyCollection<string> names, out IReadOnlyList<IMeasure> found, [NotNullWhen(false)] out string? problem)
    {
        found = [];
        problem = names.Count == 0 ? "no measure is named" : names.Where(IsUnknown).Select(name => $"there is no measure '{name}'").FirstOrDefault();
        if (problem is not null)
        {
            return false;
        }

        found = [.. All.Where(measure => names.Contains("all") || names.Contains(measure.Name, StringComparer.Ordinal))];
        return true;
    }

    private static bool IsUnknown(string name) => name != "all" && !Names.Contains(name, StringComparer.Ordinal);
}

namespace Personalization.Decisions.Definitions;

/// <summary>Everything that is wrong with one definition, by path: each entry says why and what would be right.</summary>
public sealed class DefinitionFaults
{
    private const int MostKept = 100;

    private readonly List<(string Path, string Why)> _found = [];

    public bool Any => _found.Count > 0;

    public void Add(string path, string why)
    {
        if (_found.Count < MostKept)
        {
            _found.Add((path, why));
        }
    }

    public void Require(bool holds, string path, string why)
    {
        if (!holds)
        {
            Add(path, why);
        }
    }

    /// <summary>Adds all of it to another.</summary>
    public void CopyTo(DefinitionFaults others) => _found.ForEach(fault => others.Add(fault.Path, fault.Why));

    public IReadOnlyDictionary<string, string[]> ToErrors() =>
        _found.GroupBy(fault => fault.Path, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault.Why).ToArray(), StringComparer.Ordinal);
}

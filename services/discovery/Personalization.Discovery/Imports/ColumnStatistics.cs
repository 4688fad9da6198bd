using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Imports;

/// <summary>What a first pass over all rows tells: the columns there are, and how many distinct values each has.</summary>
public sealed class ColumnStatistics(ColumnMap map)
{
    /// <summary>A column of no other meaning becomes attributes while it has at most so many distinct values.</summary>
    public const int MaxAttributeValues = 200;

    private readonly Dictionary<string, HashSet<string>> _values = new(StringComparer.Ordinal);
    private readonly HashSet<ColumnRole> _roles = [];

    public ColumnMap Map => map;

    /// <summary>What the map asks for and no row has; what the header names in bytes that are no text. Each as a fault of its own.</summary>
    public IEnumerable<ImportFault> Faults() =>
        map.Missing(_values.Keys)
            .Select(missing => new ImportFault(1, "map", $"names the column '{missing.Column}', in which no row has a value; name a column as the body's header does"))
            .Concat(_values.Keys.Where(column => column.Contains(RowReader.NoText, StringComparison.Ordinal))
                .Select(column => new ImportFault(1, "header", $"names the column '{column.Replace(RowReader.NoText, '?')}' in bytes that are not UTF-8; {ProductReader.Utf8Remedy}")));

    /// <summary>True when the map says which column is the id, and there is none: ids made up instead would double the catalogue. Once all rows were added.</summary>
    public bool MissesMappedId => !HasId && map.Names(ColumnRole.Id);

    public bool HasId => _roles.Contains(ColumnRole.Id);

    public bool HasName => _roles.Contains(ColumnRole.Name);

    /// <summary>True when tags of Open Food Facts stand beside the free text of the same meaning, which is then not read.</summary>
    public bool HasTags(ColumnRole role) => _values.ContainsKey(role == ColumnRole.Categories ? "categories_tags" : "labels_tags");

    public void Add(RawRow row)
    {
        foreach (var field in row.Fields)
        {
            var role = map[field.Column].Role;
            _roles.Add(role);
            if (!_values.TryGetValue(field.Column, out var values))
            {
                _values.Add(field.Column, values = new HashSet<string>(StringComparer.OrdinalIgnoreCase));
            }

            if (role is not (ColumnRole.Other or ColumnRole.Kind) || values.Count > MaxAttributeValues)
            {
                continue;
            }

            foreach (var value in field.List ?? [field.Text])
            {
                values.Add(value);
            }
        }
    }

    /// <summary>True when the column's values are few enough to be attributes, and it does not say again what its neighbour says (`x_tags`, `x_en` beside `x`).</summary>
    public bool IsAttribute(string column) =>
        _values.TryGetValue(column, out var values) && values.Count <= MaxAttributeValues && !Repeats(column, "_tags") && !Repeats(column, "_en");

    private bool Repeats(string column, string suffix) =>
        column.EndsWith(suffix, StringComparison.Ordinal) && _values.ContainsKey(column[..^suffix.Length]);
}

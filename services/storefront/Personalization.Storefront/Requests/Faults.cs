namespace Personalization.Storefront.Requests;

/// <summary>Everything that is wrong with one request, by field path: each entry says why and what would be right.</summary>
public sealed class Faults
{
    private const int MostKept = 100;

    private List<(string Path, string Why)>? _found;

    /// <summary>True once anything was refused.</summary>
    public bool Any => _found is not null;

    /// <summary>Notes a fault of <paramref name="field"/> inside <paramref name="parent"/> (empty at the top).</summary>
    public void Add(string parent, string field, string why)
    {
        _found ??= [];
        if (_found.Count < MostKept)
        {
            _found.Add((Join(parent, field), why));
        }
    }

    /// <summary>The faults as the public contract shows them, in the order they were found.</summary>
    public IReadOnlyDictionary<string, string[]> ToErrors()
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var group in (_found ?? []).GroupBy(fault => fault.Path, StringComparer.Ordinal))
        {
            errors.Add(group.Key, [.. group.Select(fault => fault.Why)]);
        }

        return errors;
    }

    /// <summary>`parent.field`, or the one that is there; an index stands as `[3]` without a dot.</summary>
    public static string Join(string parent, string field)
    {
        if (parent.Length == 0)
        {
            return field;
        }

        return field.Length == 0 || field[0] == '[' ? parent + field : $"{parent}.{field}";
    }
}

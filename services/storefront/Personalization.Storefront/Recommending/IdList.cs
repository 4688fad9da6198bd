using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Recommending;

/// <summary>Ids with commas between, as in a query.</summary>
public static class IdList
{
    /// <summary>Ids that count; a longer list is cut to its last ones, since a cart of thousands says no more than its end.</summary>
    public const int MaxUsed = 200;

    /// <summary>The distinct ids.</summary>
    public static IReadOnlyList<string> Read(string? text, string field, Faults faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [];
        }

        List<string> ids = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (ids.Select(IdText.Fault).FirstOrDefault(fault => fault is not null) is { } wrong)
        {
            faults.Add("", field, wrong);
        }

        return ids.Count <= MaxUsed ? ids : ids.GetRange(ids.Count - MaxUsed, MaxUsed);
    }
}

using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Recommending;

/// <summary>Names of slots, as a query lists them.</summary>
public static class SlotList
{
    public const string Usual = "usual";

    public static IReadOnlyList<string> Names { get; } = [Usual, "reminders", "complementary", "similar", "trending", "discovery", "frames"];

    /// <summary>The slots of a list with commas between, each once; `usual` without a list.</summary>
    /// <param name="text">As sent.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static IReadOnlyList<string> Read(string? text, Faults faults)
    {
        if (string.IsNullOrEmpty(text))
        {
            return [Usual];
        }

        List<string> slots = [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal)];
        if (slots.Find(slot => !Names.Contains(slot)) is { } unknown)
        {
            faults.Add("", "slot", $"names '{(unknown.Length > 40 ? unknown[..40] : unknown)}', which is no slot; send some of {string.Join(", ", Names)}");
        }

        return slots.Count == 0 ? [Usual] : slots;
    }
}

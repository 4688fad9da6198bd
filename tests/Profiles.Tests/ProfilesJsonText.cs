using System.Text.Json;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests;

/// <summary>A context as text with sorted names, to compare two by one assertion.</summary>
internal static class ProfilesJsonText
{
    public static string Of(ShopperContext context)
    {
        var sorted = context with
        {
            Categories = Sorted(context.Categories),
            Attributes = Sorted(context.Attributes),
            Brands = Sorted(context.Brands),
            Products = Sorted(context.Products),
        };
        return JsonSerializer.Serialize(sorted, ProfilesJson.Default.ShopperContext);
    }

    private static SortedDictionary<string, T> Sorted<T>(IReadOnlyDictionary<string, T> entries) => new(entries.ToDictionary(), StringComparer.Ordinal);
}

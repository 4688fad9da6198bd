using Personalization.Discovery.Contracts;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>The catalogue of the Complete Journey: the type is the name and a category, the maker the brand.</summary>
internal static class JourneyCatalogue
{
    public static StandardCatalogue Read(string data)
    {
        var rows = CsvTable.Read(
            Path.Combine(data, CompleteJourney.Products), "product_id", "product_type", "manufacturer_id", "brand", "product_category", "department");
        return StandardCatalogue.Build("main", "0", rows.Where(row => row[1].Length > 0).Select(row => new SnapshotProduct(
            new Product
            {
                Id = row[0],
                Name = row[1],
                Brand = row[2],
                Categories = [.. new[] { row[4], row[1] }.Where(name => name.Length > 0).Distinct()],
                Attributes = [$"brand:{row[3]}", $"department:{row[5]}"],
            },
            0)));
    }
}

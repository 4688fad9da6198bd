using Personalization.Discovery.Imports;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.Imports;

/// <summary>Files as shops and open data have them.</summary>
public sealed class RealCatalogueTests
{
    [Theory]
    [InlineData("off_export_2022.tsv.gz", 1309)]
    [InlineData("off_head_2024.tsv.gz", 1000)]
    [InlineData("off_search_2016.tsv.gz", 2820)]
    public async Task OpenFoodFacts_Export_IsReadWithItsFaultsNamed(string file, int rows)
    {
        var folder = Requires.Data("open_food_facts");

        var (outcome, draft) = await Import.BytesAsync(Import.Unzip(Path.Combine(folder, file)), ImportFormat.Csv);

        outcome.Read.ShouldBeInRange(rows - 20, rows + 20);
        outcome.Rejected.ShouldBeLessThan(outcome.Read / 4);
        outcome.Faults.ShouldAllBe(fault => fault.Line > 1 && fault.Field.Length > 0 && fault.Why.Length > 0);
        (outcome.Changed + outcome.Unchanged + outcome.Rejected).ShouldBe(outcome.Read);
        var attributes = draft.Entries().SelectMany(entry => entry.Product.Attributes).ToList();
        attributes.ShouldContain("organic");
        attributes.ShouldNotContain(attribute => attribute.StartsWith("creator:") || attribute.StartsWith("last_modified_by:") || attribute.StartsWith("en:"));
    }

    [Fact]
    public async Task CompleteJourney_Products_AreReadWhole()
    {
        var folder = Requires.Data("complete_journey");

        var (outcome, draft) = await Import.BytesAsync(
            Import.Unzip(Path.Combine(folder, "products.csv.gz")), ImportFormat.Csv, new() { ["manufacturer_id"] = "brand", ["brand"] = "attributes", ["product_type"] = "name" });

        outcome.Read.ShouldBe(92_331);
        draft.Product("27479").ShouldSatisfyAllConditions(
            product => product.Name.ShouldBe("MAINSTREAM WHITE BREAD"),
            product => product.Brand.ShouldBe("69"),
            product => product.Categories.ShouldContain("BAKED BREAD/BUNS/ROLLS"),
            product => product.Attributes.ShouldBe(["Private", "department:GROCERY"]));
    }

    [Fact]
    public async Task CompleteJourney_WithoutAMap_IsNamedByItsKind()
    {
        var folder = Requires.Data("complete_journey");

        var (_, draft) = await Import.BytesAsync(Import.Unzip(Path.Combine(folder, "products.csv.gz")), ImportFormat.Csv);

        draft.Product("27479").Name.ShouldBe("MAINSTREAM WHITE BREAD");
        draft.Product("27479").Brand.ShouldBe("Private");
    }
}

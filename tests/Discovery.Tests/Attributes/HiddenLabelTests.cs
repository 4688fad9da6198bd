using Personalization.Discovery.Attributes;
using Personalization.Discovery.Imports;
using Personalization.Discovery.Tests.Imports;
using Personalization.Testing;

namespace Personalization.Discovery.Tests.Attributes;

/// <summary>Inference from name and categories against labels that it is not shown.</summary>
public sealed class HiddenLabelTests
{
    private static readonly string[] Diets = ["vegan", "vegetarian", "organic", "gluten-free", "halal", "kosher"];

    /// <summary>Seals that certify organic products without the word.</summary>
    private static readonly string[] Organic = ["bio", "ab-agriculture", "ecocert"];

    [Fact]
    [Trait("req", "R3.6")]
    public async Task Infer_OpenFoodFacts_IsRarelyWrong()
    {
        var folder = Requires.Data("open_food_facts");
        var claims = 0;
        var right = 0;
        var wrong = new List<string>();
        foreach (var file in (string[])["off_export_2022.tsv.gz", "off_head_2024.tsv.gz", "off_search_2016.tsv.gz"])
        {
            using var body = new MemoryStream(Import.Unzip(Path.Combine(folder, file)));
            await foreach (var row in RowReader.ReadAsync(body, ImportFormat.Csv, TestContext.Current.CancellationToken))
            {
                var labels = Values(row, "labels_tags");
                var name = row.Fields.FirstOrDefault(field => field.Column.StartsWith("product_name", StringComparison.Ordinal)).Text;
                if (labels.Count == 0 || name is null)
                {
                    // Not labelled at all: that says nothing.
                    continue;
                }

                foreach (var claim in AttributeInference.Infer(name, Values(row, "categories_tags"), [], "").Intersect(Diets))
                {
                    claims++;
                    var holds = labels.Any(label => label.Contains(claim, StringComparison.Ordinal) || (claim == "organic" && Organic.Any(word => label.Contains(word, StringComparison.Ordinal))));
                    right += holds ? 1 : 0;
                    if (!holds)
                    {
                        wrong.Add($"{claim}: {name} [{string.Join(',', labels)}]");
                    }
                }
            }
        }

        claims.ShouldBeGreaterThan(50);
        ((double)right / claims).ShouldBeGreaterThanOrEqualTo(.95, $"{right} of {claims}: {string.Join("; ", wrong.Take(20))}");
    }

    private static List<string> Values(RawRow row, string column) =>
        [.. row.Fields.Where(field => field.Column == column).SelectMany(field => field.Text.Split(',')).Select(value => value.Contains(':') ? value[(value.IndexOf(':') + 1)..] : value)];
}

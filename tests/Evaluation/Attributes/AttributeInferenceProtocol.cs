using System.IO.Compression;
using Personalization.Discovery.Attributes;
using Personalization.Discovery.Imports;
using Personalization.Evaluation.Data;
using Personalization.Evaluation.Protocols;

namespace Personalization.Evaluation.Attributes;

/// <summary>
/// C1: diets inferred from what a product says of itself, against labels that are not shown. Rows without any label are left out: that nobody labelled them says nothing.
/// Beside the recall of all labels stands that of those whose word is anywhere in the product's own text: a seal on the package that no text mentions cannot be read.
/// </summary>
internal sealed class AttributeInferenceProtocol : IProtocol
{
    private static readonly string[] Folder = ["off_export_2022.tsv.gz", "off_head_2024.tsv.gz", "off_search_2016.tsv.gz"];

    private static readonly Dictionary<string, string[]> Marks = new()
    {
        ["vegan"] = ["vegan"],
        ["organic"] = ["organic", "bio", "ab-agriculture", "ecocert"],
        ["gluten-free"] = ["gluten"],
        ["halal"] = ["halal"],
        ["kosher"] = ["kosher", "kashrut"],
    };

    public string Id => "C1";

    public IReadOnlyList<string> Files { get; } = [.. Folder.Select(file => Path.Combine("open_food_facts", file))];

    public async Task<ProtocolResult> RunAsync(string data, AnswerDump dump, CancellationToken cancellationToken)
    {
        var counts = Marks.Keys.ToDictionary(diet => diet, _ => new Counts());
        var rows = 0;
        foreach (var file in Files)
        {
            await using var body = new GZipStream(File.OpenRead(Path.Combine(data, file)), CompressionMode.Decompress);
            await foreach (var row in RowReader.ReadAsync(body, ImportFormat.Csv, cancellationToken))
            {
                var labels = Values(row, "labels_tags");
                var name = row.Fields.FirstOrDefault(field => field.Column.StartsWith("product_name", StringComparison.Ordinal) && field.Text.Length > 0).Text;
                if (labels.Count == 0 || name is null)
                {
                    continue;
                }

                rows++;
                var ingredients = string.Join(' ', row.Fields.Where(field => field.Column.StartsWith("ingredients_text", StringComparison.Ordinal)).Select(field => field.Text));
                var categories = Values(row, "categories_tags");
                string[] beside = [.. row.Fields.Where(field => IsBeside(field.Column) && field.Text.Length > 0).Select(field => field.Text)];
                var inferred = AttributeInference.Infer(name, categories, [], ingredients, beside);
                var said = $"{name} {ingredients} {string.Join(' ', categories)} {string.Join(' ', beside)}";
                foreach (var (diet, marks) in Marks)
                {
                    var labelled = labels.Exists(label => !label.StartsWith("no-" + diet, StringComparison.Ordinal) && marks.Any(mark => label.Contains(mark, StringComparison.Ordinal)));
                    var stated = marks.Any(mark => said.Contains(mark, StringComparison.OrdinalIgnoreCase));
                    counts[diet].Add(inferred.Contains(diet), labelled, stated);
                }
            }
        }

        var all = Counts.Sum(counts.Values);
        return new ProtocolResult(
            rows,
            [
                KeyValuePair.Create("precision", all.Precision),
                KeyValuePair.Create("recall", all.Recall),
                KeyValuePair.Create("recall of stated", all.RecallOfStated),
                .. counts.SelectMany(diet => (KeyValuePair<string, double>[])[KeyValuePair.Create($"{diet.Key} precision", diet.Value.Precision), KeyValuePair.Create($"{diet.Key} recall", diet.Value.Recall), KeyValuePair.Create($"{diet.Key} recall of stated", diet.Value.RecallOfStated)]),
            ],
            [],
            [new Bar("precision", all.Precision, .95), new Bar("recall", all.Recall, .8)]);
    }

    /// <summary>Columns that the importer reads beside the first name.</summary>
    private static bool IsBeside(string column) => column is "brands" || column.StartsWith("generic_name", StringComparison.Ordinal) || column.StartsWith("product_name", StringComparison.Ordinal);

    private static List<string> Values(RawRow row, string column) =>
        [.. row.Fields.Where(field => field.Column == column).SelectMany(field => field.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).Select(value => value.Contains(':') ? value[(value.IndexOf(':') + 1)..] : value)];
}

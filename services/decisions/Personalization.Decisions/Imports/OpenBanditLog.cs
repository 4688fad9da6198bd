using System.Globalization;
using Personalization.Decisions.Features;

namespace Personalization.Decisions.Imports;

/// <summary>
/// The Open Bandit Dataset's CSV (Saito et al. 2020): one impression a line, with the probability of the item shown at its position. Every item of the file
/// is an action of every decision; a click is a cost of -1.
/// </summary>
public static class OpenBanditLog
{
    private const string Item = "item_id", Position = "position", Click = "click", Propensity = "propensity_score", UserFeature = "user_feature_";

    private static readonly string[] Required = [Item, Position, Click, Propensity];

    public static ForeignLog Read(IEnumerable<string> lines)
    {
        List<ImportFault> faults = [];
        List<(string Item, IReadOnlyList<Feature> Context, double Click, double Propensity)> rows = [];
        string[]? columns = null;
        foreach (var (index, line) in lines.Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            var cells = line.Split(',');
            if (columns is null)
            {
                columns = cells;
                foreach (var missing in Required.Except(columns, StringComparer.Ordinal))
                {
                    faults.Add(new ImportFault(index + 1, missing, "is no column of the header; export it too"));
                }

                if (faults.Count > 0)
                {
                    break;
                }
            }
            else if (Row(columns, cells, index + 1, faults) is { } row)
            {
                rows.Add(row);
            }
        }

        string[] items = [.. rows.Select(row => row.Item).Distinct(StringComparer.Ordinal)];
        IReadOnlyList<IReadOnlyList<Feature>> actions = [.. items.Select(item => (IReadOnlyList<Feature>)[new Feature($"item={item}", 1)])];
        var places = items.Index().ToDictionary(item => item.Item, item => item.Index, StringComparer.Ordinal);
        return new ForeignLog(
            [.. rows.Select(row => new ForeignDecision { Context = row.Context, Actions = actions, Chosen = places[row.Item], Cost = -row.Click, Propensity = row.Propensity })], 0, faults);
    }

    private static (string Item, IReadOnlyList<Feature> Context, double Click, double Propensity)? Row(string[] columns, string[] cells, int line, List<ImportFault> faults)
    {
        if (cells.Length != columns.Length)
        {
            faults.Add(new ImportFault(line, "line", $"has {cells.Length} cells under {columns.Length} columns; write one for each"));
            return null;
        }

        var click = Number(Click);
        var propensity = Number(Propensity);
        if (click is not (0 or 1))
        {
            faults.Add(new ImportFault(line, Click, "is neither 0 nor 1; write one of them"));
        }

        if (propensity is not (> 0 and <= 1))
        {
            faults.Add(new ImportFault(line, Propensity, "is no probability above 0; write the one the item was shown with"));
        }

        if (click is not (0 or 1) || propensity is not (> 0 and <= 1))
        {
            return null;
        }

        List<Feature> context = [new Feature($"{Position}={Cell(Position)}", 1)];
        for (var i = 0; i < columns.Length; i++)
        {
            if (columns[i].StartsWith(UserFeature, StringComparison.Ordinal))
            {
                context.Add(new Feature($"{columns[i]}={cells[i]}", 1));
            }
        }

        return (Cell(Item), context, click.Value, propensity.Value);

        string Cell(string column) => cells[Array.IndexOf(columns, column)];

        double? Number(string column) => double.TryParse(Cell(column), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}

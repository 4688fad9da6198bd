using System.Globalization;
using Personalization.Decisions.Features;
using Personalization.Evaluation.Data;

namespace Personalization.Evaluation.OffPolicy;

/// <summary>One file of the Open Bandit Dataset (Saito et al. 2020): impressions with the true propensity of the item shown.</summary>
internal sealed record OpenBanditLog(IReadOnlyList<OpenBanditLog.Impression> Impressions, int Items)
{
    public static string File(string policy, string campaign) => $"open_bandit/{policy}_{campaign}.csv.gz";

    public static OpenBanditLog Read(string data, string policy, string campaign)
    {
        var rows = CsvTable.Read(Path.Combine(data, File(policy, campaign)), "item_id", "position", "click", "propensity_score", "user_feature_0", "user_feature_1", "user_feature_2", "user_feature_3");
        List<Impression> impressions = [.. rows.Select(row => new Impression(
            row[0],
            [new($"position={row[1]}", 1), new($"a={row[4]}", 1), new($"b={row[5]}", 1), new($"c={row[6]}", 1), new($"d={row[7]}", 1)],
            double.Parse(row[2], CultureInfo.InvariantCulture),
            double.Parse(row[3], CultureInfo.InvariantCulture)))];
        return new OpenBanditLog(impressions, impressions.Select(impression => impression.Item).Distinct().Count());
    }

    internal sealed record Impression(string Item, IReadOnlyList<Feature> Context, double Click, double Propensity);
}

using System.Globalization;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Recommendations;

/// <summary>What the shopper's rhythm says is due again, the most pressing first. Empty when nothing is.</summary>
public sealed class ReminderStrategy : IRecommendationStrategy
{
    public const string StrategyName = "reorder";

    public string Name => StrategyName;

    public IEnumerable<Suggested> Suggest(RecommendationScene scene, int take)
    {
        if (scene.Shopper is not { Orders.Count: > 1 } shopper || !shopper.Switches.IsOn(FeatureNames.ReorderReminders))
        {
            return [];
        }

        return scene.Model.Due(shopper.Orders)
            .Where(due => due.Due <= scene.Now.AddDays(scene.Options.RemindDaysAhead) && (scene.Now - due.Due).TotalDays <= due.Days * scene.Options.ForgottenIntervals)
            .Take(take)
            .Select(due => new Suggested(
                due.ProductId,
                Math.Round(1 / (1 + Math.Exp((due.Due - scene.Now).TotalDays / Math.Max(due.Days, 1))), 6),
                [string.Create(CultureInfo.InvariantCulture, $"You buy it about every {Math.Max(Math.Round(due.Days), 1)} days")],
                due.Due,
                due.Quantity,
                IsPersonal: true));
    }
}

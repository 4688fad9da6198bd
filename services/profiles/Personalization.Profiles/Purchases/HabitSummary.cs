using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;

namespace Personalization.Profiles.Purchases;

/// <summary>Everything that follows from purchases alone, whatever the time of reading.</summary>
/// <param name="Options">Under which it was worked out.</param>
/// <param name="UsualQuantities">By product.</param>
/// <param name="Due">Every product with a rhythm, in order of its due date.</param>
/// <param name="PriceBand">Null without prices.</param>
public sealed record HabitSummary(
    LearningOptions Options,
    IReadOnlyDictionary<string, decimal> UsualQuantities,
    IReadOnlyList<ReorderDue> Due,
    PriceBand? PriceBand)
{
    internal static HabitSummary Of(OrderHistory orders, LearningOptions options)
    {
        var quantities = new Dictionary<string, decimal>(orders.ByProduct.Count, StringComparer.Ordinal);
        List<ReorderDue> due = [];
        foreach (var (product, lines) in orders.ByProduct)
        {
            quantities.Add(product, PurchaseHabits.UsualQuantity(lines));
            if (PurchaseHabits.Due(product, lines, options) is { } reorder)
            {
                due.Add(reorder);
            }
        }

        due.Sort(static (left, right) => left.Due != right.Due ? left.Due.CompareTo(right.Due) : string.CompareOrdinal(left.ProductId, right.ProductId));
        return new HabitSummary(options, quantities, due, PurchaseHabits.PriceBand(orders));
    }
}

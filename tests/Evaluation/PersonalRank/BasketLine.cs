namespace Personalization.Evaluation.PersonalRank;

/// <param name="Case">Its number among the cases, which is its name in the dump.</param>
/// <param name="Product">What.</param>
/// <param name="Time">When.</param>
/// <param name="Quantity">How many; the source has lines of none.</param>
/// <param name="Sales">What was paid for all of them, USD.</param>
internal sealed record BasketLine(int Case, string Product, DateTimeOffset Time, decimal Quantity, decimal Sales);

namespace Personalization.Evaluation.PersonalRank;

/// <param name="Id">The source's.</param>
/// <param name="Household">Who bought.</param>
/// <param name="Time">Of its first line.</param>
/// <param name="Lines">In order of time.</param>
internal sealed record Basket(string Id, string Household, DateTimeOffset Time, List<BasketLine> Lines);

using Personalization.Discovery.Together;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>One learned version.</summary>
/// <param name="Version">Its name.</param>
/// <param name="At">When it was learned.</param>
/// <param name="Baskets">Baskets it was learned from.</param>
/// <param name="Parts">Parts its trees are stored in; 0: the plain order was better, and serves.</param>
/// <param name="Cases">Baskets it was compared on.</param>
/// <param name="Ndcg">Its NDCG@10 there.</param>
/// <param name="PlainNdcg">That of the plain order.</param>
/// <param name="Completion">Settings of what goes together.</param>
internal sealed record ModelRecord(string Version, DateTimeOffset At, int Baskets, int Parts, int Cases, double Ndcg, double PlainNdcg, CompletionSettings Completion);

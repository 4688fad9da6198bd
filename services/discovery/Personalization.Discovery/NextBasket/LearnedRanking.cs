using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.NextBasket;

/// <summary>Trees for the next basket, and how they did beside the plain order on baskets that taught them nothing.</summary>
/// <param name="Trees">The trees.</param>
/// <param name="Cases">Baskets they were compared on.</param>
/// <param name="Ndcg">Their mean NDCG@10.</param>
/// <param name="PlainNdcg">That of the plain order.</param>
public sealed record LearnedRanking(BoostedTrees Trees, int Cases, double Ndcg, double PlainNdcg)
{
    /// <summary>True when they may serve: they were compared, and are not worse.</summary>
    public bool Serves => Cases > 0 && Ndcg >= PlainNdcg;
}

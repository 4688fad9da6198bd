namespace Personalization.Discovery.Contracts;

/// <param name="Version">Its name.</param>
/// <param name="At">When it was learned.</param>
/// <param name="Baskets">Baskets it was learned from.</param>
/// <param name="Serves">False: it lost against the plain order, which serves instead.</param>
/// <param name="Cases">Baskets it was compared on.</param>
/// <param name="Ndcg">Its NDCG@10 there.</param>
/// <param name="PlainNdcg">That of the plain order.</param>
public sealed record ModelVersion(string Version, DateTimeOffset At, int Baskets, bool Serves, int Cases, double Ndcg, double PlainNdcg);

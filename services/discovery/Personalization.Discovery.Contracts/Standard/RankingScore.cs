namespace Personalization.Discovery.Contracts;

/// <summary>The score shown with a result: one number in 0..1 that falls with the band of relevance first and with liking and popularity inside it.</summary>
public static class RankingScore
{
    /// <summary>Added to the popularity before its logarithm: how far one purchase lifts a product above one never bought. Purchases.</summary>
    public const double PopularityFloor = .5;

    /// <param name="band">Band of relevance, 0 the best.</param>
    /// <param name="strength">Logarithm of popularity plus everything personal, in nats.</param>
    public static double Of(int band, double strength) => Math.Pow(.5, band) * (.5 + (.5 / (1 + Math.Exp(-strength / 4))));
}

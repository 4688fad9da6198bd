using Personalization.Search.Query;

namespace Personalization.Discovery.Ranking;

/// <param name="Hit">The standard hit.</param>
/// <param name="Band">Its band after liking or dislike moved it.</param>
/// <param name="Strength">ln(popularity) plus everything personal, in nats: the order inside the band.</param>
/// <param name="Personal">The personal part alone.</param>
public readonly record struct RankedHit(SearchHit Hit, int Band, double Strength, double Personal) : IComparable<RankedHit>
{
    /// <summary>One number that orders like the ranking; equal only where the standard order decides.</summary>
    public double SortScore => SortScoreOf(Band, Strength);

    /// <inheritdoc cref="SortScore"/>
    public static double SortScoreOf(int band, double strength) => strength - (100.0 * band);

    public int CompareTo(RankedHit other)
    {
        var byBand = Band.CompareTo(other.Band);
        if (byBand != 0)
        {
            return byBand;
        }

        var byStrength = other.Strength.CompareTo(Strength);
        return byStrength != 0 ? byStrength : Hit.StandardRank.CompareTo(other.Hit.StandardRank);
    }

    public static bool operator <(RankedHit left, RankedHit right) => left.CompareTo(right) < 0;

    public static bool operator >(RankedHit left, RankedHit right) => left.CompareTo(right) > 0;

    public static bool operator <=(RankedHit left, RankedHit right) => left.CompareTo(right) <= 0;

    public static bool operator >=(RankedHit left, RankedHit right) => left.CompareTo(right) >= 0;
}

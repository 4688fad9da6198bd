using Personalization.Discovery.Popularity;
using Personalization.Profiles.Contracts;

namespace Personalization.Evaluation.PersonalRank;

/// <summary>Popularity by document, counted as the service counts it.</summary>
/// <param name="documents">How many there are.</param>
internal sealed class SoldSoFar(int documents)
{
    private readonly PopularityScale _scale = new(new PopularityOptions());
    private readonly double[] _kept = new double[documents];

    public void Add(int document, DateTimeOffset time) => _kept[document] += _scale.Kept(InteractionTypes.Purchase, time);

    public double[] Freeze(DateTimeOffset time) => Array.ConvertAll(_kept, kept => _scale.Frozen(kept, time));
}

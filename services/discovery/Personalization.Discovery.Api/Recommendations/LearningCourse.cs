using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>What a thread that learns tells those that wait for it.</summary>
internal sealed class LearningCourse
{
    private double _share;
    private BoostedTreesData? _saved;

    /// <summary>Share that is done, 0..1.</summary>
    public double Share => Volatile.Read(ref _share);

    public void Show(double share) => Volatile.Write(ref _share, share);

    public void Save(BoostedTreesData trees) => Volatile.Write(ref _saved, trees);

    /// <summary>The trees saved last; null when they were taken already.</summary>
    public BoostedTreesData? TakeSaved() => Interlocked.Exchange(ref _saved, null);
}

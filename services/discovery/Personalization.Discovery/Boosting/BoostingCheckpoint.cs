namespace Personalization.Discovery.Boosting;

/// <summary>Lets learning go on where it was cut off.</summary>
/// <param name="From">Trees grown before, on the same rows with the same options; null: none. Trees of other rows are not gone on from.</param>
/// <param name="Every">Trees between two saves, at least 1.</param>
/// <param name="Save">Takes the trees grown so far, on the thread that learns.</param>
public sealed record BoostingCheckpoint(BoostedTreesData? From, int Every, Action<BoostedTreesData> Save);

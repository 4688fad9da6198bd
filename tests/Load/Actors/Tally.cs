namespace Personalization.Load.Actors;

/// <summary>The state of a <see cref="TallyActor"/>: about half a kilobyte.</summary>
public sealed record Tally(int Count, IReadOnlyList<string> Notes);

using Dapr.Actors;

namespace Personalization.Load.Actors;

/// <summary>Counts, and remembers some text.</summary>
public interface ITallyActor : IActor
{
    /// <summary>Adds one and saves.</summary>
    Task<int> AddAsync(string note);
}

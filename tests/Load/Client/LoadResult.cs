using Personalization.Load.Statistics;

namespace Personalization.Load.Client;

/// <summary>What a client saw in the timed part of a run.</summary>
/// <param name="Completed">Answers of status 200-299.</param>
/// <param name="Failed">Other answers, and connections that broke.</param>
/// <param name="Elapsed">Length of the timed part.</param>
/// <param name="Latency">Of all answers: in a closed loop from the sending, in an open one from the moment the call was due.</param>
/// <param name="Answered">All answers, those of the warm-up included: what the servers' processor time was spent on.</param>
/// <param name="Right">Of those completed the ones that were as they should be.</param>
public sealed record LoadResult(long Completed, long Failed, TimeSpan Elapsed, LatencySample Latency, long Answered, long Right)
{
    public double PerSecond => Completed / Elapsed.TotalSeconds;
}

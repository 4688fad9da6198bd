using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>What a turn came to.</summary>
/// <param name="History">The events told to the worker, and those its answer caused.</param>
/// <param name="Caused">Those of them that its answer caused.</param>
/// <param name="Next">Instead of a history: the first events of the next execution.</param>
/// <param name="CustomStatus">What the instance's state shows now.</param>
internal sealed record TurnOutcome(IReadOnlyList<HistoryEvent> History, IReadOnlyList<HistoryEvent> Caused, IReadOnlyList<HistoryEvent>? Next, string? CustomStatus)
{
    public bool HasEnded => Caused.Any(caused => caused.ExecutionCompleted is not null);
}

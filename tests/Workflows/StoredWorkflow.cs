using Personalization.Grpc.DurableTask;

namespace Personalization.Drills.Workflows;

/// <summary>A workflow as its file has it.</summary>
/// <param name="Generation">Executions of the id so far.</param>
/// <param name="History">Told to the worker.</param>
/// <param name="Inbox">Not yet told.</param>
internal sealed record StoredWorkflow(int Generation, IReadOnlyList<HistoryEvent> History, IReadOnlyList<HistoryEvent> Inbox)
{
    /// <summary>The last event that was written.</summary>
    public HistoryEvent Last => Inbox.Count > 0 ? Inbox[^1] : History[^1];

    public bool HasEnded => History.Any(happened => happened.ExecutionCompleted is not null);

    /// <summary>Ends that came twice for one activity: there must be none.</summary>
    public IEnumerable<int> TwiceEnded => History.Concat(Inbox)
        .Select(happened => happened.TaskCompleted?.TaskScheduledId ?? happened.TaskFailed?.TaskScheduledId)
        .OfType<int>()
        .GroupBy(task => task)
        .Where(ends => ends.Count() > 1)
        .Select(ends => ends.Key);
}

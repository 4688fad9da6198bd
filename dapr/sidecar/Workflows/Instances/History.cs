using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>Makes and reads events of histories.</summary>
internal static class History
{
    /// <summary>The id of an event that no action caused.</summary>
    public const int NoAction = -1;

    /// <summary>An event without its content.</summary>
    public static HistoryEvent At(DateTimeOffset time, int action = NoAction) => new() { EventId = action, Timestamp = Timestamp.FromDateTimeOffset(time) };

    /// <summary>The action whose end an event is; null: of none.</summary>
    public static int? Ends(HistoryEvent happened) => happened.EventCase switch
    {
        HistoryEvent.EventOneofCase.TaskCompleted => happened.TaskCompleted.TaskScheduledId,
        HistoryEvent.EventOneofCase.TaskFailed => happened.TaskFailed.TaskScheduledId,
        HistoryEvent.EventOneofCase.ChildCompleted => happened.ChildCompleted.TaskScheduledId,
        HistoryEvent.EventOneofCase.ChildFailed => happened.ChildFailed.TaskScheduledId,
        HistoryEvent.EventOneofCase.TimerFired => happened.TimerFired.TimerId,
        _ => null,
    };

    /// <summary>An event that begins something with an end.</summary>
    public static bool Begins(HistoryEvent happened) =>
        happened.EventCase is HistoryEvent.EventOneofCase.TaskScheduled or HistoryEvent.EventOneofCase.ChildCreated or HistoryEvent.EventOneofCase.TimerCreated;

    /// <summary>Whether an end is of the kind that such a beginning has.</summary>
    public static bool Fits(HistoryEvent beginning, HistoryEvent end) => beginning.EventCase switch
    {
        HistoryEvent.EventOneofCase.TaskScheduled => end.EventCase is HistoryEvent.EventOneofCase.TaskCompleted or HistoryEvent.EventOneofCase.TaskFailed,
        HistoryEvent.EventOneofCase.ChildCreated => end.EventCase is HistoryEvent.EventOneofCase.ChildCompleted or HistoryEvent.EventOneofCase.ChildFailed,
        HistoryEvent.EventOneofCase.TimerCreated => end.EventCase is HistoryEvent.EventOneofCase.TimerFired,
        _ => false,
    };
}

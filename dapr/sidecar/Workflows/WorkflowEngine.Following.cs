using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.Workflows.Instances;
using Personalization.Sidecar.Workflows.Work;

namespace Personalization.Sidecar.Workflows;

/// <summary>What follows from what is written: timers fire, other workflows are told.</summary>
internal sealed partial class WorkflowEngine
{
    private async Task FireAsync(DueTimer timer, CancellationToken cancellationToken)
    {
        try
        {
            var entry = await EnterAsync(timer.InstanceId, cancellationToken);
            try
            {
                if (entry.Instance is not { HasEnded: false } instance || instance.ExecutionId != timer.ExecutionId)
                {
                    return;
                }

                if (timer.Timer == DueTimer.Start)
                {
                    QueueTurn(entry);
                }
                else if (instance.OpenAt(timer.Timer) is { TimerCreated: { } created })
                {
                    var happened = History.At(_time.GetUtcNow());
                    happened.TimerFired = new TimerFired { TimerId = timer.Timer, FireAt = created.FireAt };
                    await AppendAsync(entry, instance, happened);
                }
            }
            finally
            {
                _table.Leave(entry);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !_stopping.IsCancellationRequested)
        {
            // The edge of the loop: it was not written that it fired, so it fires again.
            LogNotDelivered(exception, timer.InstanceId);
            _timers.Set((timer.InstanceId, timer.Timer), timer, _time.GetUtcNow() + RetryInterval);
        }
    }

    /// <summary>Sends messages; the instance counts them until they have arrived.</summary>
    private void Deliver(InstanceEntry entry, List<Message> messages)
    {
        entry.Undelivered += messages.Count;
        foreach (var message in messages)
        {
            _table.Hold(entry.Id);
            _ = Task.Run(() => DeliverAsync(entry, message), CancellationToken.None);
        }
    }

    private async Task DeliverAsync(InstanceEntry from, Message message)
    {
        try
        {
            await UntilDoneAsync(message.Target, () => ReceiveAsync(from.Id, message));
            await UntilDoneAsync(from.Id, async () =>
            {
                await EnterAsync(from.Id, _stopping.Token);
                from.Undelivered--;
                await SettleAsync(from);
                _table.Leave(from);
            });
        }
        catch (OperationCanceledException)
        {
            // Stopping: it is sent after the start.
        }
        finally
        {
            _table.LetGo(from);
        }
    }

    private async Task UntilDoneAsync(string target, Func<Task> step)
    {
        while (true)
        {
            try
            {
                await step();
                return;
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                // The edge of the store: it may be back later.
                LogNotDelivered(exception, target);
                await Task.Delay(RetryInterval, _time, _stopping.Token);
            }
        }
    }

    private async Task ReceiveAsync(string from, Message message)
    {
        if (message.Event.ExecutionStarted is { } start)
        {
            await ReceiveStartAsync(from, message, start);
            return;
        }

        var entry = await EnterAsync(message.Target, _stopping.Token);
        try
        {
            if (entry.Instance is { HasEnded: false } instance
                && (message.Execution.Length == 0 || message.Execution == instance.ExecutionId)
                && IsNews(instance, from, message.Event))
            {
                await AppendAsync(entry, instance, message.Event);
            }
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    /// <summary>Whether a message has not come before. Only those that come twice if a process dies between sending and writing that down.</summary>
    private static bool IsNews(WorkflowInstance instance, string from, HistoryEvent happened) => happened.EventCase switch
    {
        HistoryEvent.EventOneofCase.EventRaised => !Events(instance).Any(known =>
            known.EventRaised is { } raised && raised.Name == happened.EventRaised.Name && known.Timestamp.Equals(happened.Timestamp)),
        HistoryEvent.EventOneofCase.ExecutionTerminated => !Events(instance).Any(known => known.ExecutionTerminated is not null),
        _ => instance.IsNews(happened) && History.Ends(happened) is { } action && instance.OpenAt(action)?.ChildCreated?.InstanceId == from,
    };

    private static IEnumerable<HistoryEvent> Events(WorkflowInstance instance) => instance.History.Concat(instance.Inbox);

    private async Task ReceiveStartAsync(string parent, Message message, ExecutionStarted start)
    {
        var entry = await EnterAsync(message.Target, _stopping.Token);
        try
        {
            if (entry.Instance is not { } instance || (instance.HasEnded && !Messages.IsSameParent(instance.Start?.ExecutionStarted.Parent, start.Parent)))
            {
                await CreateAsync(entry, message.Event);
                return;
            }

            if (Messages.IsSameParent(instance.Start?.ExecutionStarted.Parent, start.Parent))
            {
                return;
            }
        }
        finally
        {
            _table.Leave(entry);
        }

        var failed = History.At(_time.GetUtcNow());
        failed.ChildFailed = new ChildFailed
        {
            TaskScheduledId = start.Parent.TaskScheduledId,
            Failure = new FailureDetails
            {
                ErrorType = "WorkflowAlreadyExists", ErrorMessage = $"a workflow with id '{message.Target}' already goes on", IsNonRetriable = true,
            },
        };
        await ReceiveAsync(message.Target, new Message(parent, start.Parent.Instance.ExecutionId ?? "", failed));
    }

    /// <summary>An activity or a child of another app: this runtime hosts one app's workflows, and says so instead of letting it wait for ever, or of running its own of that name.</summary>
    private Task FailForeignAsync(string id, string execution, HistoryEvent begun, string app) => UntilDoneAsync(id, async () =>
    {
        var entry = await EnterAsync(id, _stopping.Token);
        try
        {
            if (entry.Instance is { HasEnded: false } instance && instance.ExecutionId == execution && instance.OpenAt(begun.EventId) is not null)
            {
                await AppendAsync(entry, instance, Refused(begun, app));
            }
        }
        finally
        {
            _table.Leave(entry);
        }
    });

    private HistoryEvent Refused(HistoryEvent begun, string app)
    {
        var what = begun.TaskScheduled is { } task ? $"activity '{task.Name}'" : $"child workflow '{begun.ChildCreated.Name}'";
        var failure = new FailureDetails
        {
            ErrorType = "NotImplemented", ErrorMessage = $"{what} is of app '{app}': this development sidecar runs nothing of other apps' workflows; use daprd", IsNonRetriable = true,
        };
        var failed = History.At(_time.GetUtcNow());
        if (begun.TaskScheduled is { } scheduled)
        {
            failed.TaskFailed = new TaskFailed { TaskScheduledId = begun.EventId, TaskExecutionId = scheduled.TaskExecutionId, Failure = failure };
        }
        else
        {
            failed.ChildFailed = new ChildFailed { TaskScheduledId = begun.EventId, Failure = failure };
        }

        return failed;
    }
}

using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.State;
using Personalization.Sidecar.Workflows.Instances;

namespace Personalization.Sidecar.Workflows;

/// <summary>What clients may ask of workflows.</summary>
internal sealed partial class WorkflowEngine
{
    /// <summary>Starts a workflow; it survives the process when this returns.</summary>
    /// <exception cref="WorkflowRefusedException">The id cannot be one, or one of that id goes on.</exception>
    public async Task<string> StartAsync(CreateInstanceRequest request, CancellationToken cancellationToken)
    {
        var id = request.InstanceId.Length > 0 ? request.InstanceId : Guid.NewGuid().ToString();
        CheckId(id);
        var start = History.At(_time.GetUtcNow());
        start.ExecutionStarted = new ExecutionStarted
        {
            Name = request.Name,
            Input = request.Input,
            Instance = new InstanceIdentity { InstanceId = id, ExecutionId = Guid.NewGuid().ToString() },
            ScheduledStart = request.ScheduledStart,
            Trace = request.Trace,
        };
        var entry = await EnterAsync(id, cancellationToken);
        try
        {
            if (entry.Instance is { HasEnded: false })
            {
                throw new WorkflowRefusedException(WorkflowRefusal.Exists, $"an active workflow with ID '{id}' already exists");
            }

            await CreateAsync(entry, start);
        }
        finally
        {
            _table.Leave(entry);
        }

        return id;
    }

    /// <returns>Null: there is none.</returns>
    public async Task<InstanceState?> GetAsync(string id, bool withPayloads, CancellationToken cancellationToken)
    {
        var entry = await EnterAsync(id, cancellationToken);
        try
        {
            return entry.Instance is { } instance ? InstanceStates.Of(instance, withPayloads) : null;
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    /// <summary>Waits until an instance is as wanted.</summary>
    /// <returns>Null: there is none, or it was purged meanwhile.</returns>
    /// <exception cref="WorkflowRefusedException">The sidecar stops.</exception>
    public async Task<InstanceState?> WaitAsync(string id, Func<WorkflowInstance, bool> isAsWanted, bool withPayloads, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        var held = _table.Hold(id);
        try
        {
            while (true)
            {
                Task changed;
                var entry = await EnterAsync(id, either.Token);
                try
                {
                    if (entry.Instance is not { } instance)
                    {
                        return null;
                    }

                    if (isAsWanted(instance))
                    {
                        return InstanceStates.Of(instance, withPayloads);
                    }

                    changed = entry.Changed;
                }
                finally
                {
                    _table.Leave(entry);
                }

                await changed.WaitAsync(either.Token);
            }
        }
        catch (OperationCanceledException exception) when (_stopping.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WorkflowRefusedException(WorkflowRefusal.Unavailable, "the sidecar stops; ask again", exception);
        }
        finally
        {
            _table.LetGo(held);
        }
    }

    /// <summary>Raises an event. For a workflow that has ended it is nothing.</summary>
    /// <exception cref="WorkflowRefusedException">There is no such workflow, or too much waits for it.</exception>
    public Task RaiseAsync(string id, string name, string? input, CancellationToken cancellationToken) => TellAsync(
        id,
        instance =>
        {
            if (instance.Inbox.Count >= MaxWaitingEvents)
            {
                throw new WorkflowRefusedException(WorkflowRefusal.Full, $"{instance.Inbox.Count} events wait for workflow '{id}' already; let its worker take them first");
            }

            var happened = History.At(_time.GetUtcNow());
            happened.EventRaised = new EventRaised { Name = name, Input = input };
            return happened;
        },
        cancellationToken);

    public Task SuspendAsync(string id, string? reason, CancellationToken cancellationToken) => TellAsync(
        id,
        instance =>
        {
            var happened = History.At(_time.GetUtcNow());
            happened.ExecutionSuspended = new ExecutionSuspended { Input = reason };
            return instance.IsSuspended && instance.Inbox.TrueForAll(next => next.ExecutionResumed is null) ? null : happened;
        },
        cancellationToken);

    public Task ResumeAsync(string id, string? reason, CancellationToken cancellationToken) => TellAsync(
        id,
        instance =>
        {
            var happened = History.At(_time.GetUtcNow());
            happened.ExecutionResumed = new ExecutionResumed { Input = reason };
            return instance.IsSuspended || instance.Inbox.Exists(next => next.ExecutionSuspended is not null) ? happened : null;
        },
        cancellationToken);

    public Task TerminateAsync(string id, string? output, bool recurse, CancellationToken cancellationToken) => TellAsync(
        id,
        _ =>
        {
            var happened = History.At(_time.GetUtcNow());
            happened.ExecutionTerminated = new ExecutionTerminated { Input = output, Recurse = recurse };
            return happened;
        },
        cancellationToken);

    /// <summary>Forgets a workflow that has ended, and its children if <paramref name="recurse"/>.</summary>
    /// <returns>Workflows forgotten.</returns>
    /// <exception cref="WorkflowRefusedException">There is none, or it goes on and <paramref name="force"/> is not given.</exception>
    public async Task<int> PurgeAsync(string id, bool recurse, bool force, CancellationToken cancellationToken)
    {
        List<string> children;
        var entry = await EnterAsync(id, cancellationToken);
        try
        {
            var instance = entry.Instance ?? throw WorkflowRefusedException.NotFound(id);
            if (!instance.HasEnded && !force)
            {
                throw new WorkflowRefusedException(WorkflowRefusal.NotEnded, $"orchestration has not yet completed: workflow '{id}' is {instance.Status}; terminate it first");
            }

            children = [.. instance.History.Where(happened => happened.ChildCreated is not null).Select(happened => happened.ChildCreated.InstanceId)];
        }
        finally
        {
            _table.Leave(entry);
        }

        var purged = 0;
        foreach (var child in recurse ? children : [])
        {
            purged += await PurgeChildAsync(child, id, force, cancellationToken);
        }

        entry = await EnterAsync(id, cancellationToken);
        try
        {
            if (entry.Instance is { } instance && (instance.HasEnded || force))
            {
                await DeleteAsync(entry, instance);
                purged++;
            }

            return purged;
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    /// <summary>Ids of all workflows there are.</summary>
    public Task<(IReadOnlyList<string> Ids, int? Next)> ListAsync(int from, int count, CancellationToken cancellationToken) => _store.ListAsync(from, count, cancellationToken);

    /// <exception cref="WorkflowRefusedException">There is none.</exception>
    public async Task<IReadOnlyList<HistoryEvent>> HistoryAsync(string id, CancellationToken cancellationToken)
    {
        var entry = await EnterAsync(id, cancellationToken);
        try
        {
            return entry.Instance is { } instance ? [.. instance.History] : throw WorkflowRefusedException.NotFound(id);
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    private async Task<int> PurgeChildAsync(string id, string parent, bool force, CancellationToken cancellationToken)
    {
        var child = await GetAsync(id, withPayloads: false, cancellationToken);
        return child is null || child.ParentInstanceId != parent ? 0 : await PurgeAsync(id, recurse: true, force, cancellationToken);
    }

    private async Task DeleteAsync(InstanceEntry entry, WorkflowInstance instance)
    {
        try
        {
            await _store.DeleteAsync(instance);
        }
        catch (Exception exception)
        {
            // The edge of the store.
            throw Unavailable(entry, exception);
        }

        foreach (var timer in instance.Open.Where(begun => begun.TimerCreated is not null))
        {
            _timers.Remove((instance.Id, timer.EventId));
        }

        entry.Instance = null;
        entry.Turn = null;
        entry.SignalChange();
    }

    private async Task CreateAsync(InstanceEntry entry, HistoryEvent start)
    {
        try
        {
            entry.Instance = await _store.CreateAsync(entry.Id, start, entry.Instance, CancellationToken.None);
        }
        catch (Exception exception)
        {
            // The edge of the store.
            throw Unavailable(entry, exception);
        }

        entry.IsResumed = true;
        entry.Turn = null;
        QueueTurn(entry);
        entry.SignalChange();
    }

    /// <summary>Puts an event into the inbox of an instance that goes on.</summary>
    private async Task TellAsync(string id, Func<WorkflowInstance, HistoryEvent?> happened, CancellationToken cancellationToken)
    {
        var entry = await EnterAsync(id, cancellationToken);
        try
        {
            var instance = entry.Instance ?? throw WorkflowRefusedException.NotFound(id);
            if (!instance.HasEnded && happened(instance) is { } one)
            {
                await AppendAsync(entry, instance, one);
            }
        }
        finally
        {
            _table.Leave(entry);
        }
    }

    private static void CheckId(string id)
    {
        if (id.Length > MaxIdLength || id.Contains(KeyPrefix.Separator, StringComparison.Ordinal) || id.Any(char.IsControl))
        {
            throw new WorkflowRefusedException(
                WorkflowRefusal.InvalidId, $"the instance id is longer than {MaxIdLength} characters or holds '{KeyPrefix.Separator}' or a control character; use letters, digits, '-' and '_'");
        }
    }
}

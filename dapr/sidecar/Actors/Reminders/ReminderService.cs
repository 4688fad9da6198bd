using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Sidecar.Actors.Hosting;
using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>
/// The reminders of one app's actors: durable before a registration is answered, fired at least once, by daprd's rules for failures.
/// A firing waits while the app is away; a reminder that fell due meanwhile, or while the sidecar was down, fires when it can.
/// </summary>
internal sealed partial class ReminderService : IReplicaService
{
    /// <summary>On an actor's answer: no more firings.</summary>
    private const string CancelHeader = "X-Daprremindercancel";

    private const int MaxFiring = 64;
    private const int Stripes = 64;
    private static readonly byte[] DataStart = "{\"data\":"u8.ToArray();
    private static readonly byte[] DataEnd = ",\"dueTime\":\"\",\"period\":\"\"}"u8.ToArray();

    private readonly ReminderStore _store;
    private readonly Func<ActorCall, CancellationToken, Task<AppResponse>> _call;
    private readonly AppPresence _presence;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<(ActorKey Actor, string Name), Reminder> _reminders = new();
    private readonly SemaphoreSlim[] _stripes = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];
    private readonly DueDispatcher<(ActorKey Actor, string Name), Reminder> _due;

    public ReminderService(
        ReminderStore store,
        Func<ActorCall, CancellationToken, Task<AppResponse>> call,
        AppPresence presence,
        TimeProvider time,
        ILogger logger)
    {
        _store = store;
        _call = call;
        _presence = presence;
        _time = time;
        _logger = logger;
        _due = new DueDispatcher<(ActorKey Actor, string Name), Reminder>(MaxFiring, FireAsync, time);
    }

    /// <summary>Reads what is stored and begins.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var reminder in await _store.LoadAsync(cancellationToken))
        {
            _reminders[reminder.Key] = reminder;
            _due.Set(reminder.Key, reminder, reminder.Record.Next);
        }

        _due.Start();
    }

    /// <summary>Registers a reminder, in place of one of the same name. It survives the process when this returns.</summary>
    /// <returns>False: the name is taken and the request does not overwrite.</returns>
    /// <exception cref="FormatException">A time is not of the grammar.</exception>
    public async Task<bool> RegisterAsync(ActorKey actor, string name, ReminderRequest request, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var schedule = ActorSchedule.Parse(request.DueTime, request.Period, request.Ttl, now);
        _ = FiringRetries.Interval(request.FailurePolicy);
        var record = new ReminderRecord
        {
            Type = actor.Type,
            Id = actor.Id,
            Name = name,
            Data = request.Data.ValueKind == JsonValueKind.Undefined ? null : request.Data,
            DueTime = request.DueTime ?? "",
            Period = request.Period ?? "",
            Ttl = request.Ttl ?? "",
            Registered = now,
            Next = schedule.First,
            FailurePolicy = request.FailurePolicy,
        };
        var stripe = Stripe(actor, name);
        await stripe.WaitAsync(cancellationToken);
        try
        {
            _reminders.TryGetValue((actor, name), out var existing);
            if (existing is not null && request.Overwrite == false)
            {
                return false;
            }

            var slot = await _store.SaveAsync(record, existing?.Slot, CancellationToken.None);
            var reminder = new Reminder(record, schedule, slot);
            _reminders[reminder.Key] = reminder;
            _due.Set(reminder.Key, reminder, record.Next);
            return true;
        }
        finally
        {
            stripe.Release();
        }
    }

    /// <summary>Reminders by type of actor.</summary>
    public IEnumerable<KeyValuePair<string, int>> CountByType() => _reminders.Keys.CountBy(reminder => reminder.Actor.Type, StringComparer.Ordinal);

    public ReminderRecord? Find(ActorKey actor, string name) => _reminders.TryGetValue((actor, name), out var reminder) ? reminder.Record : null;

    /// <summary>Removes a reminder; it is gone for good when this returns. One that is not there is no error.</summary>
    public async Task UnregisterAsync(ActorKey actor, string name, CancellationToken cancellationToken)
    {
        var stripe = Stripe(actor, name);
        await stripe.WaitAsync(cancellationToken);
        try
        {
            if (_reminders.TryGetValue((actor, name), out var reminder))
            {
                await RemoveAsync(reminder);
            }
        }
        finally
        {
            stripe.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _due.DisposeAsync();
        _store.Dispose();
        foreach (var stripe in _stripes)
        {
            stripe.Dispose();
        }
    }

    private async Task FireAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        try
        {
            if (IsCurrent(reminder))
            {
                var cancelled = await DeliverAsync(reminder, cancellationToken);
                await FiredAsync(reminder, cancelled, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The edge of the loop. What was fired could not be written down, so it stays due.
            LogNotRecorded(_logger, exception, reminder.Record.Name, reminder.Record.Type);
            await FireLaterAsync(reminder);
        }
    }

    /// <returns>True when the actor cancelled the reminder.</returns>
    private async Task<bool> DeliverAsync(Reminder reminder, CancellationToken cancellationToken)
    {
        var call = new ActorCall(reminder.Actor, "remind/" + Uri.EscapeDataString(reminder.Record.Name), JsonHeaders, Body(reminder.Record));
        var interval = FiringRetries.Interval(reminder.Record.FailurePolicy);
        var retries = FiringRetries.Count(reminder.Record.FailurePolicy);
        for (var attempt = 0; ; attempt++)
        {
            await _presence.WaitAsync(cancellationToken);
            try
            {
                var answer = await _call(call, cancellationToken);
                if (answer.IsSuccess)
                {
                    return answer.Headers.TryGetValue(CancelHeader, out var cancel) && cancel.Equals("true", StringComparison.OrdinalIgnoreCase);
                }

                LogRefused(_logger, reminder.Record.Name, reminder.Record.Type, answer.Status);
            }
            catch (AppUnreachableException exception)
            {
                LogUnreachable(_logger, exception, reminder.Record.Name, reminder.Record.Type);
                await _presence.SuspectAsync(cancellationToken);
            }

            if (attempt >= retries)
            {
                LogDropped(_logger, reminder.Record.Name, reminder.Record.Type, attempt + 1);
                return false;
            }

            await Task.Delay(interval, _time, cancellationToken);
        }
    }

    private async Task FiredAsync(Reminder reminder, bool cancelled, CancellationToken cancellationToken)
    {
        var stripe = Stripe(reminder.Actor, reminder.Record.Name);
        await stripe.WaitAsync(cancellationToken);
        try
        {
            // While it fired it may have been registered anew, or removed: then that counts.
            if (!IsCurrent(reminder))
            {
                return;
            }

            if (cancelled || reminder.AfterFiring() is not { } next)
            {
                await RemoveAsync(reminder);
                return;
            }

            await _store.SaveAsync(next.Record, next.Slot, CancellationToken.None);
            _reminders[next.Key] = next;
            _due.Set(next.Key, next, next.Record.Next);
        }
        finally
        {
            stripe.Release();
        }
    }

    private async Task FireLaterAsync(Reminder reminder)
    {
        var stripe = Stripe(reminder.Actor, reminder.Record.Name);
        await stripe.WaitAsync(CancellationToken.None);
        try
        {
            if (IsCurrent(reminder))
            {
                _due.Set(reminder.Key, reminder, _time.GetUtcNow() + FiringRetries.DefaultInterval);
            }
        }
        finally
        {
            stripe.Release();
        }
    }

    private async Task RemoveAsync(Reminder reminder)
    {
        await _store.DeleteAsync(reminder.Slot, CancellationToken.None);
        _reminders.TryRemove(reminder.Key, out _);
        _due.Remove(reminder.Key);
    }

    private bool IsCurrent(Reminder reminder) => _reminders.TryGetValue(reminder.Key, out var current) && ReferenceEquals(current, reminder);

    private SemaphoreSlim Stripe(ActorKey actor, string name) => _stripes[(uint)HashCode.Combine(actor, name) % Stripes];

    private static IReadOnlyDictionary<string, string> JsonHeaders { get; } = new Dictionary<string, string> { ["content-type"] = "application/json" };

    /// <summary>Times are left empty, as daprd leaves them: .NET reads no other form than its own.</summary>
    private static byte[] Body(ReminderRecord record)
    {
        var data = record.Data is { } value ? System.Text.Encoding.UTF8.GetBytes(value.GetRawText()) : "null"u8.ToArray();
        return [.. DataStart, .. data, .. DataEnd];
    }

    [LoggerMessage(EventId = 3221, Level = LogLevel.Warning, Message = "The app answered {Status} to reminder {Reminder} of an actor of type {Type}")]
    private static partial void LogRefused(ILogger logger, string reminder, string type, int status);

    [LoggerMessage(EventId = 3222, Level = LogLevel.Warning, Message = "Reminder {Reminder} of an actor of type {Type} did not reach the app")]
    private static partial void LogUnreachable(ILogger logger, Exception exception, string reminder, string type);

    [LoggerMessage(EventId = 3223, Level = LogLevel.Error, Message = "A firing of reminder {Reminder} of an actor of type {Type} is dropped after {Attempts} attempts")]
    private static partial void LogDropped(ILogger logger, string reminder, string type, int attempts);

    [LoggerMessage(EventId = 3224, Level = LogLevel.Error, Message = "A firing of reminder {Reminder} of an actor of type {Type} could not be written down; it fires again")]
    private static partial void LogNotRecorded(ILogger logger, Exception exception, string reminder, string type);
}

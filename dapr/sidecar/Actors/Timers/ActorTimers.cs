using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Sidecar.Actors.Hosting;
using Personalization.Sidecar.Actors.Scheduling;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Scheduling;

namespace Personalization.Sidecar.Actors.Timers;

/// <summary>
/// The timers of one app's actors. In memory only: they end with the sidecar. The next firing is planned when the last one has been
/// answered, so firings of a timer never overlap.
/// </summary>
internal sealed partial class ActorTimers(ActorHost host, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<(ActorKey Actor, string Name), Running> _timers = new();

    public int Count => _timers.Count;

    /// <summary>Timers by type of actor.</summary>
    public IEnumerable<KeyValuePair<string, int>> CountByType() => _timers.Keys.CountBy(timer => timer.Actor.Type, StringComparer.Ordinal);

    /// <summary>Starts a timer, in place of one of the same name.</summary>
    /// <exception cref="FormatException">A time is not of the grammar.</exception>
    public void Register(ActorKey actor, string name, ActorTimerRequest request)
    {
        var schedule = ActorSchedule.Parse(request.DueTime, request.Period, request.Ttl, time.GetUtcNow());
        var running = new Running();
        _timers.AddOrUpdate((actor, name), running, (_, old) =>
        {
            old.Dispose();
            return running;
        });
        running.Task = Task.Run(() => RunAsync(actor, name, Body(request), schedule, running));
    }

    public void Unregister(ActorKey actor, string name)
    {
        if (_timers.TryRemove((actor, name), out var running))
        {
            running.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var running in _timers.Values)
        {
            running.Dispose();
        }

        await Task.WhenAll(_timers.Values.Select(running => running.Task));
        _timers.Clear();
    }

    private async Task RunAsync(ActorKey actor, string name, byte[] body, ActorSchedule schedule, Running running)
    {
        var token = running.Token;
        var call = new ActorCall(actor, "timer/" + Uri.EscapeDataString(name), JsonHeaders, body);
        var due = schedule.First;
        try
        {
            for (var fired = 1; ; fired++)
            {
                var wait = due - time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                {
                    await LongDelay.WaitAsync(wait, time, token);
                }

                token.ThrowIfCancellationRequested();
                if (host.LivesElsewhere(actor))
                {
                    // It was deactivated here, and its timers with it.
                    break;
                }

                await FireAsync(call, name, token);
                if (schedule.After(due, fired) is not { } next)
                {
                    break;
                }

                due = next;
            }
        }
        catch (OperationCanceledException)
        {
            // Unregistered, replaced, or stopping.
        }
        finally
        {
            _timers.TryRemove(KeyValuePair.Create((actor, name), running));
            running.Dispose();
        }
    }

    private async Task FireAsync(ActorCall call, string name, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await host.CallAsync(call, cancellationToken);
            host.Counters.TimerFired(call.Key.Type, answer.IsSuccess);
            if (!answer.IsSuccess)
            {
                LogRefused(logger, name, call.Key.Type, answer.Status);
            }
        }
        catch (AppUnreachableException exception)
        {
            host.Counters.TimerFired(call.Key.Type, success: false);
            LogFailed(logger, exception, name, call.Key.Type);
        }
    }

    private static IReadOnlyDictionary<string, string> JsonHeaders { get; } = new Dictionary<string, string> { ["content-type"] = "application/json" };

    private static byte[] Body(ActorTimerRequest request)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("callback", request.Callback ?? "");
            writer.WritePropertyName("data");
            if (request.Data.ValueKind == JsonValueKind.Undefined)
            {
                writer.WriteNullValue();
            }
            else
            {
                request.Data.WriteTo(writer);
            }

            // The texts as they were registered: .NET reads no other form than its own.
            writer.WriteString("dueTime", request.DueTime ?? "");
            writer.WriteString("period", request.Period ?? "");
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    [LoggerMessage(EventId = 3211, Level = LogLevel.Warning, Message = "The app answered {Status} to timer {Timer} of an actor of type {Type}")]
    private static partial void LogRefused(ILogger logger, string timer, string type, int status);

    [LoggerMessage(EventId = 3212, Level = LogLevel.Warning, Message = "Timer {Timer} of an actor of type {Type} did not reach the app")]
    private static partial void LogFailed(ILogger logger, Exception exception, string timer, string type);

    private sealed class Running : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private int _stopped;

        public Running() => Token = _stop.Token;

        public Task Task { get; set; } = Task.CompletedTask;

        public CancellationToken Token { get; }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _stopped, 1) == 0)
            {
                _stop.Cancel();
                _stop.Dispose();
            }
        }
    }
}

using System.Buffers;
using System.Net;
using System.Text.Json;
using Dapr.Actors.Wire;
using Dapr.Client;

namespace Dapr.Actors.Runtime;

/// <summary>Registers timers and reminders with the sidecar.</summary>
internal sealed class SidecarActorTimerManager(ActorSidecar sidecar) : ActorTimerManager
{
    private const string Reminders = "reminders";
    private const string Timers = "timers";

    public override Task RegisterReminderAsync(ActorReminder reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        var body = Write(writer =>
        {
            writer.WriteString("dueTime", WireDuration.Format(reminder.DueTime));
            writer.WriteString("period", WireDuration.FormatPeriod(reminder.Period, reminder.Repetitions));
            writer.WriteBase64String("data", reminder.State);
            WriteTtl(writer, reminder.Ttl);
        });
        return sidecar.RegisterAsync(Reminders, reminder.ActorType, reminder.ActorId.GetId(), reminder.Name, body, CancellationToken.None);
    }

    public override async Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        using var response = await sidecar.GetReminderAsync(reminder.ActorType, reminder.ActorId.GetId(), reminder.Name, CancellationToken.None).ConfigureAwait(false);
        if (response.StatusCode == HttpStatusCode.NoContent)
        {
            return null;
        }

        var firing = await ResponseBody.ReadAsync(response, body => ActorFiring.ReadAsync(body, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
        return firing is null
            ? null
            : new ActorReminder(
                reminder.ActorType,
                reminder.ActorId,
                reminder.Name,
                firing.Data,
                firing.DueTime < TimeSpan.Zero ? TimeSpan.Zero : firing.DueTime,
                firing.Period,
                firing.Repetitions,
                ttl: null);
    }

    public override Task UnregisterReminderAsync(ActorReminderToken reminder)
    {
        ArgumentNullException.ThrowIfNull(reminder);
        return sidecar.UnregisterAsync(Reminders, reminder.ActorType, reminder.ActorId.GetId(), reminder.Name, CancellationToken.None);
    }

    public override Task RegisterTimerAsync(ActorTimer timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        var body = Write(writer =>
        {
            writer.WriteString("dueTime", WireDuration.Format(timer.DueTime));
            if (timer.Period >= TimeSpan.Zero)
            {
                writer.WriteString("period", WireDuration.Format(timer.Period));
            }

            if (timer.Data is not null)
            {
                writer.WriteBase64String("data", timer.Data);
            }

            if (timer.TimerCallback is not null)
            {
                writer.WriteString("callback", timer.TimerCallback);
            }

            WriteTtl(writer, timer.Ttl);
        });
        return sidecar.RegisterAsync(Timers, timer.ActorType, timer.ActorId.GetId(), timer.Name, body, CancellationToken.None);
    }

    public override Task UnregisterTimerAsync(ActorTimerToken timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        return sidecar.UnregisterAsync(Timers, timer.ActorType, timer.ActorId.GetId(), timer.Name, CancellationToken.None);
    }

    private static void WriteTtl(Utf8JsonWriter writer, TimeSpan? ttl)
    {
        if (ttl is not null)
        {
            writer.WriteString("ttl", WireDuration.Format(ttl));
        }
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

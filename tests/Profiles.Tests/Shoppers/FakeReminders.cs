using System.Collections.Concurrent;
using Dapr.Actors.Runtime;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>Armed reminders by actor and name, and how often one was armed.</summary>
internal sealed class FakeReminders : ActorTimerManager
{
    private int _registrations;

    public ConcurrentDictionary<(string Actor, string Name), bool> Armed { get; } = new();

    public int Registrations => _registrations;

    public bool Away { get; set; }

    public override Task RegisterReminderAsync(ActorReminder reminder)
    {
        if (Away)
        {
            throw new HttpRequestException("The sidecar is away.");
        }

        Interlocked.Increment(ref _registrations);
        Armed[(reminder.ActorId.GetId(), reminder.Name)] = true;
        return Task.CompletedTask;
    }

    public override Task UnregisterReminderAsync(ActorReminderToken reminder)
    {
        Armed.TryRemove((reminder.ActorId.GetId(), reminder.Name), out _);
        return Task.CompletedTask;
    }

    public override Task<IActorReminder?> GetReminderAsync(ActorReminderToken reminder) => throw new NotSupportedException();

    public override Task RegisterTimerAsync(ActorTimer timer) => throw new NotSupportedException();

    public override Task UnregisterTimerAsync(ActorTimerToken timer) => throw new NotSupportedException();
}

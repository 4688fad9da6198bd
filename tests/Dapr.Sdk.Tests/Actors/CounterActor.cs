using System.Text;
using Dapr.Actors;
using Dapr.Actors.Runtime;

namespace Dapr.Sdk.Tests.Actors;

[Actor(TypeName = "Counter")]
public sealed class CounterActor(ActorHost host, CounterJournal journal) : Actor(host), ICounterActor, IRemindable
{
    private const string Count = "count";

    public async Task<int> AddAsync(int amount) =>
        await StateManager.AddOrUpdateStateAsync(Count, amount, (_, old) => old + amount);

    public async Task<int> GetAsync() => (await StateManager.TryGetStateAsync<int>(Count)).Value;

    public async Task FailAfterAsync(int amount)
    {
        await StateManager.SetStateAsync(Count, amount);
        throw new InvalidOperationException("out of stock");
    }

    public Task<string> JoinAsync(string first, int second, CancellationToken cancellationToken) => Task.FromResult($"{first}-{second}");

    public Task<CounterNote> EchoAsync(CounterNote note, CancellationToken cancellationToken) => Task.FromResult(note);

    public async Task ScheduleAsync()
    {
        await RegisterReminderAsync("daily", "r"u8.ToArray(), TimeSpan.FromSeconds(90), TimeSpan.FromHours(25));
        await RegisterReminderAsync("thrice", null, TimeSpan.Zero, TimeSpan.FromSeconds(30), repetitions: 3);
        await RegisterReminderAsync("once", null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan, ttl: TimeSpan.FromSeconds(5));
        await RegisterTimerAsync("tick", nameof(OnTickAsync), "t"u8.ToArray(), TimeSpan.FromMilliseconds(1500), TimeSpan.FromSeconds(2));
    }

    public Task RestartAsync() => RegisterTimerAsync("bad", "NoSuchMethod", null, TimeSpan.Zero, TimeSpan.Zero);

    public async Task UnscheduleAsync()
    {
        await UnregisterReminderAsync("daily");
        await UnregisterTimerAsync("tick");
    }

    public Task ForgetAsync() => StateManager.RemoveStateAsync(Count);

    public async Task SetBothAsync(int amount)
    {
        await StateManager.SetStateAsync(Count, amount);
        await StateManager.SetStateAsync("expiring", "x", TimeSpan.FromSeconds(60));
    }

    public async Task<bool> HasExpiringAsync() => (await StateManager.TryGetStateAsync<string>("expiring")).HasValue;

    public Task<bool> CallSelfAsync() => Task.FromResult(Dapr.Actors.ActorReference.Get(this)!.ActorType == "Counter");

    public async Task ReceiveReminderAsync(string reminderName, byte[] state, TimeSpan dueTime, TimeSpan period)
    {
        journal.Add($"reminder {reminderName} {Encoding.UTF8.GetString(state)} {period}");
        await AddAsync(100);
        if (reminderName == "failing")
        {
            throw new InvalidOperationException("no");
        }
    }

    protected override Task OnActivateAsync()
    {
        journal.Add("activated");
        return Task.CompletedTask;
    }

    protected override Task OnDeactivateAsync()
    {
        journal.Add("deactivated");
        return Task.CompletedTask;
    }

    protected override Task OnPostActorMethodAsync(ActorMethodContext actorMethodContext)
    {
        journal.Add($"{actorMethodContext.CallType} {actorMethodContext.MethodName}");
        return Task.CompletedTask;
    }

    protected override Task OnActorMethodFailedAsync(ActorMethodContext actorMethodContext, Exception e)
    {
        journal.Add($"failed {actorMethodContext.MethodName} {e.GetType().Name}");
        return Task.CompletedTask;
    }

    private async Task OnTickAsync(byte[] data)
    {
        journal.Add($"tick {Encoding.UTF8.GetString(data)}");
        await AddAsync(10);
    }
}

using Dapr.Actors;

namespace Dapr.Sdk.Tests.Actors;

public interface ICounterActor : IActor
{
    Task<int> AddAsync(int amount);

    Task<int> GetAsync();

    Task FailAfterAsync(int amount);

    Task<string> JoinAsync(string first, int second, CancellationToken cancellationToken);

    Task<CounterNote> EchoAsync(CounterNote note, CancellationToken cancellationToken);

    Task ScheduleAsync();

    Task RestartAsync();

    Task UnscheduleAsync();

    Task ForgetAsync();

    Task SetBothAsync(int amount);

    Task<bool> HasExpiringAsync();

    Task<bool> CallSelfAsync();
}

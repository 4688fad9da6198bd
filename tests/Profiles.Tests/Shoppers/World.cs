using System.Collections.Concurrent;
using Personalization.Profiles.Api.Shoppers;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>What is outside of the profiles process: stores by actor, broker, reminders, time.</summary>
internal sealed class World : IStoreProbe, IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, FakeStateStore> _stores = new(StringComparer.Ordinal);

    public string DataDirectory { get; } = Directory.CreateTempSubdirectory("profiles").FullName;

    public FakePublisher Broker { get; } = new();

    public FakeReminders Reminders { get; } = new();

    public MovableClock Clock { get; } = new();

    public FakeStateStore Store(string actorId) => _stores.GetOrAdd(actorId, _ => new FakeStateStore());

    /// <summary>One store behind all shoppers: with any of them away the probe fails.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => _stores.Values.Any(store => store.Away) ? throw new HttpRequestException("The store is away.") : Task.CompletedTask;

    public Task SaveAsync(CancellationToken cancellationToken) => LoadAsync(cancellationToken);

    public void Dispose() => Directory.Delete(DataDirectory, recursive: true);

    /// <summary>Polls until it holds, or fails.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!holds())
        {
            deadline.IsCancellationRequested.ShouldBeFalse($"within {Deadline}: {what}");
            await Task.Delay(5);
        }
    }
}

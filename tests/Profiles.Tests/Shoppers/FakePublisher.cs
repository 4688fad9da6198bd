using System.Collections.Concurrent;
using System.Diagnostics;
using Personalization.Profiles.Api.Outbox;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>The broker: what it took, and whether it takes anything.</summary>
internal sealed class FakePublisher : IInteractionPublisher
{
    private volatile bool _away;

    public ConcurrentQueue<InteractionRecorded> Taken { get; } = new();

    public bool Away
    {
        get => _away;
        set => _away = value;
    }

    /// <summary>The trace in which it was last given something.</summary>
    public ActivityTraceId? LastTrace { get; private set; }

    public Task PublishAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        if (_away)
        {
            throw new HttpRequestException("The broker is away.");
        }

        LastTrace = Activity.Current?.TraceId;
        foreach (var recorded in events)
        {
            Taken.Enqueue(recorded);
        }

        return Task.CompletedTask;
    }
}

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

    /// <summary>The step of a trace in which it was given something, for each time it was.</summary>
    public ConcurrentQueue<Activity?> Steps { get; } = new();

    /// <summary>Until then it answers nobody.</summary>
    public TaskCompletionSource? Hangs { get; set; }

    public async Task PublishAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        if (_away)
        {
            throw new HttpRequestException("The broker is away.");
        }

        if (Hangs is { } hangs)
        {
            await hangs.Task;
        }

        Steps.Enqueue(Activity.Current);
        foreach (var recorded in events)
        {
            Taken.Enqueue(recorded);
        }
    }
}

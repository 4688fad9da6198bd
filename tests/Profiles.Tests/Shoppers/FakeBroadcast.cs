using System.Collections.Concurrent;
using Personalization.Profiles.Api.Changes;
using Personalization.Profiles.Contracts;

namespace Personalization.Profiles.Tests.Shoppers;

/// <summary>The broadcast: what it took, and a broker that a test holds up or takes away.</summary>
internal sealed class FakeBroadcast : IChangeBroadcast
{
    private volatile Task _before = Task.CompletedTask;

    public ConcurrentQueue<IReadOnlyList<PreferencesChange>> Messages { get; } = new();

    public IEnumerable<PreferencesChange> Changes => Messages.SelectMany(message => message);

    /// <summary>The next messages wait for it, and fail with it.</summary>
    public Task Before
    {
        set => _before = value;
    }

    public async Task TellAsync(PreferencesChanged changed, CancellationToken cancellationToken)
    {
        await _before.WaitAsync(cancellationToken);
        Messages.Enqueue(changed.Changes);
    }
}

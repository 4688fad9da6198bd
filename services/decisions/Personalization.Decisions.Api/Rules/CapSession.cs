using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Rules;

namespace Personalization.Decisions.Api.Rules;

/// <summary>The counts one call may touch, as they were read.</summary>
internal sealed class CapSession(DecideRequest request, DateTimeOffset now, Dictionary<string, (CapLedger Ledger, string ETag)> ledgers, IReadOnlyList<SemaphoreSlim> turns) : IDisposable
{
    private static readonly TimeSpan Afterwards = TimeSpan.FromHours(1);

    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    /// <summary>Whether a cap lets no more of an item be shown.</summary>
    public bool IsFull(ItemVerdict item) => item.Caps.Any(cap => CapCount.Of(cap, item.Item.Id, now) is var count && CapBook.Key(request, count) is { } key && ledgers[key].Ledger.IsFull(count));

    /// <summary>Counts an item as shown.</summary>
    public void Take(ItemVerdict item)
    {
        foreach (var count in item.Caps.Select(cap => CapCount.Of(cap, item.Item.Id, now)))
        {
            if (CapBook.Key(request, count) is { } key)
            {
                ledgers[key] = (ledgers[key].Ledger.With(count, now), ledgers[key].ETag);
                _changed.Add(key);
            }
        }
    }

    /// <summary>What has to be written with the decision.</summary>
    public IReadOnlyList<StateWrite> Writes() =>
    [
        .. _changed.Select(key => StateWrite.Of(
            key, ledgers[key].Ledger, StateJson.Default.CapLedger, ledgers[key].ETag, ledgers[key].Ledger.Lines.Values.Max(line => line.Ends) - now + Afterwards)),
    ];

    public void Dispose()
    {
        foreach (var turn in turns)
        {
            turn.Release();
        }
    }
}

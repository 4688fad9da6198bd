using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Rules;

namespace Personalization.Decisions.Api.Rules;

/// <summary>
/// Counts how often capped items were shown. The counts of a call are read before it is decided and written with it, in the transaction of its log, under
/// their ETags: a count that changed meanwhile refuses the decision, which is then made again. So no replica, and no crash, shows one too many.
/// </summary>
internal sealed class CapBook(IDecisionsState state)
{
    private const int Stripes = 1_024;

    /// <summary>Calls that share a count take turns here, rather than refuse each other.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>The counts that a call may touch; null where no cap is in force.</summary>
    /// <param name="request">The call.</param>
    /// <param name="rules">In force in its slots.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<CapSession?> OpenAsync(DecideRequest request, IEnumerable<IReadOnlyList<Rule>?> rules, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var keys = new SortedSet<string>(StringComparer.Ordinal);
        var shared = new SortedSet<int>();
        foreach (var rule in rules.SelectMany(inForce => inForce ?? []).Where(rule => rule.Definition.Effect == RuleEffects.Cap))
        {
            var count = CapCount.Of(rule, "", now);
            if (Key(request, count) is { } key && keys.Add(key))
            {
                shared.Add((int)((uint)string.GetHashCode(key, StringComparison.Ordinal) % Stripes));
            }
        }

        if (keys.Count == 0)
        {
            return null;
        }

        List<SemaphoreSlim> taken = [];
        try
        {
            // In one order, so that nobody waits for who waits for them.
            foreach (var stripe in shared)
            {
                await _turns[stripe].WaitAsync(cancellationToken);
                taken.Add(_turns[stripe]);
            }

            string[] read = [.. keys];
            var ledgers = await state.GetManyAsync(read, StateJson.Default.CapLedger, cancellationToken);
            return new CapSession(request, now, read.Zip(ledgers).ToDictionary(pair => pair.First, pair => (pair.Second.Value ?? new CapLedger(), pair.Second.ETag), StringComparer.Ordinal), taken);
        }
        catch
        {
            taken.ForEach(turn => turn.Release());
            throw;
        }
    }

    /// <summary>Null for a count of a shopper that the call does not name.</summary>
    public static string? Key(DecideRequest request, CapCount count) =>
        count.Owner is { } owner ? StateKeys.Shown(request.StoreId, owner) : request.Subject is { } subject ? StateKeys.ShownTo(request.StoreId, subject) : null;
}

using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Api.Telemetry;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>Asks decisions in its budget, and not at all while it is away.</summary>
internal sealed class DecisionParts
{
    private const int MostStores = 10_000;

    private readonly ConcurrentDictionary<string, bool> _wanting = new(StringComparer.Ordinal);
    private readonly IDecisionsPort _decisions;
    private readonly StorefrontInstruments _instruments;
    private readonly BudgetedPart _part;
    private readonly TimeSpan _budget;

    public DecisionParts(IDecisionsPort decisions, StorefrontInstruments instruments, IOptions<BudgetOptions> options, TimeProvider time)
    {
        (_decisions, _instruments, _budget) = (decisions, instruments, options.Value.Decision);
        _part = new BudgetedPart(options.Value, time, waitedFor => instruments.Overran(AppIds.Decisions, waitedFor));
        instruments.Watch(AppIds.Decisions, () => !_part.IsAway);
    }

    public bool IsAway => _part.IsAway;

    /// <summary>Decisions answered a call that went another way: it is there.</summary>
    public void Answered() => _part.Answered();

    /// <summary>Whether the rules of a store looked at facts when it was last asked.</summary>
    public bool WantsFacts(string store) => _wanting.ContainsKey(store);

    /// <summary>
    /// Null when decisions was away, or not in time. Facts are written and sent where rules look at any: which is not known here, so the answer says it, and
    /// the first call after such a rule came takes the way twice.
    /// </summary>
    /// <param name="request">The call without facts.</param>
    /// <param name="facts">What conditions look at.</param>
    /// <param name="cancellationToken">The caller's.</param>
    public async Task<DecideReply?> DecideAsync(DecideRequest request, Func<Task<DecideFacts>> facts, CancellationToken cancellationToken)
    {
        var reply = await TryAsync(WantsFacts(request.StoreId) ? request with { Facts = await facts() } : request, cancellationToken);
        if (reply?.Facts == FactsStates.Wanted)
        {
            if (_wanting.Count < MostStores)
            {
                _wanting.TryAdd(request.StoreId, true);
            }

            reply = await TryAsync(request with { Facts = await facts() }, cancellationToken);
        }
        else if (reply?.Facts == FactsStates.Unused)
        {
            _wanting.TryRemove(request.StoreId, out _);
        }

        if (reply is null)
        {
            _instruments.FellBack("decide", PersonalDecision.Unavailable);
        }

        return reply;
    }

    /// <summary>Null when decisions was away, or not in time.</summary>
    public async Task<ContentReply?> ContentAsync(ContentRequest request, CancellationToken cancellationToken)
    {
        var reply = await _part.TryAsync(_budget, always: false, token => _decisions.ContentAsync(request, token), cancellationToken);
        if (reply is null)
        {
            _instruments.FellBack("content", PersonalDecision.Unavailable);
        }

        return reply;
    }

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken) => _decisions.RewardAsync(request, cancellationToken);

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken) => _decisions.ActivateAsync(request, cancellationToken);

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken) => _decisions.EvaluateAsync(request, cancellationToken);

    private Task<DecideReply?> TryAsync(DecideRequest request, CancellationToken cancellationToken) =>
        _part.TryAsync(_budget, always: false, token => _decisions.DecideAsync(request, token), cancellationToken);
}

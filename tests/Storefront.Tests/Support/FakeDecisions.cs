using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Decisions.Content;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;
using Personalization.Decisions.Rules;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Support;

/// <summary>Decisions in memory: the second item where there is one.</summary>
internal sealed class FakeDecisions : IDecisionsPort
{
    private readonly ConcurrentDictionary<(string Store, string Kind, string Id), IReadOnlyList<DefinitionVersion>> _definitions = [];
    private long _changes;

    public bool Away { get; set; }

    public DecideRequest? LastTrial { get; private set; }

    public PolicyCommand? LastCommand { get; private set; }

    public ContentRequest? LastContent { get; private set; }

    /// <summary>Slots that rules leave empty.</summary>
    public IReadOnlyList<string> Barred { get; set; } = [];

    /// <summary>Rules look at facts.</summary>
    public bool WantsFacts { get; set; }

    public DecideRequest? LastRequest { get; private set; }

    public RewardRequest? LastReward { get; private set; }

    public string RewardState { get; set; } = RewardStates.Waiting;

    public bool Conflict { get; set; }

    public Task<DecideReply> DecideAsync(DecideRequest request, CancellationToken cancellationToken)
    {
        Check();
        LastRequest = request.Rehearsal ? LastRequest : request;
        if (WantsFacts && request.Facts is null)
        {
            return Task.FromResult(new DecideReply { Facts = FactsStates.Wanted });
        }

        if (Barred.Count > 0)
        {
            return Task.FromResult(new DecideReply { Barred = Barred });
        }

        return Task.FromResult(new DecideReply { Conflict = Conflict, Decisions = Conflict ? [] : [.. request.Slots.Select((slot, index) => Decide(slot, $"{request.RequestId ?? "minted"}~{index}"))] });
    }

    public Task<RewardReply> RewardAsync(RewardRequest request, CancellationToken cancellationToken)
    {
        Check();
        LastReward = request;
        return Task.FromResult(new RewardReply(RewardState));
    }

    public Task<RewardReply> ActivateAsync(ActivateRequest request, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(new RewardReply(RewardState));
    }

    public Task<EvaluateReply> EvaluateAsync(EvaluateRequest request, CancellationToken cancellationToken)
    {
        Check();
        var estimate = new EstimateReply(0.5, 0.4, 0.6, 0.3, 0.7);
        return Task.FromResult(new EvaluateReply
        {
            Decisions = 1_000, EffectiveSampleSize = 400, MeanWeight = 1.01, Overlap = "enough", Logged = estimate, Ips = estimate, Gain = estimate with { BernsteinLow = null }, Promotable = true,
        });
    }

    public Task<ContentReply> ContentAsync(ContentRequest request, CancellationToken cancellationToken)
    {
        Check();
        LastContent = request;
        var pieces = Standing(request.StoreId, DefinitionKinds.Content)
            .Select(version => ContentPiece.Read(version.Id, version.Version, version.Definition!.Value.Deserialize(DecisionsJson.Default.ContentDefinition)!, new DefinitionFaults())!);
        return Task.FromResult(new ContentSet(pieces).Show(request, DateTimeOffset.UnixEpoch.AddYears(60)));
    }

    public Task<ContentResults> ReadContentResultsAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(new ContentResults(query.Id!, new Dictionary<string, long> { ["click"] = 3 }));
    }

    public Task<DefinitionList> ListDefinitionsAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        Check();
        return Task.FromResult(new DefinitionList(_changes, [.. Standing(query.StoreId, query.Kind).OrderBy(version => version.Id, StringComparer.Ordinal)]));
    }

    public Task<DefinitionVersion?> FindDefinitionAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        Check();
        if (query.Kind == DefinitionKinds.Policies)
        {
            return Task.FromResult<DefinitionVersion?>(Policy(query.Id!, "editor"));
        }

        var found = Versions(query.StoreId, query.Kind, query.Id!).LastOrDefault(version => query.Version is null || version.Version == query.Version);
        return Task.FromResult(query.Version is null && found?.Deleted == true ? null : found);
    }

    public Task<DefinitionList?> ReadHistoryAsync(DefinitionQuery query, CancellationToken cancellationToken)
    {
        Check();
        if (query.Kind == DefinitionKinds.Policies && query.Id is not null)
        {
            return Task.FromResult<DefinitionList?>(new DefinitionList(1, [Policy(query.Id, "editor")]));
        }

        DefinitionVersion[] versions = [.. query.Id is null ? _definitions.Where(pair => pair.Key.Kind == query.Kind).SelectMany(pair => pair.Value).Select(version => version with { Definition = null }) : Versions(query.StoreId, query.Kind, query.Id)];
        return Task.FromResult(query.Id is not null && versions.Length == 0 ? null : new DefinitionList(_changes, [.. versions.Reverse().Take(query.Limit ?? 50).Select(version => version with { Changes = query.Id is null ? null : JsonDifference.Between(null, version.Definition) })]));
    }

    public Task<DefinitionReply> ChangeDefinitionAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        Check();
        lock (_definitions)
        {
            var versions = Versions(change.StoreId, change.Kind, change.Id!);
            var current = versions is [.., { Deleted: not true } last] ? last : null;
            if (change.Body is null && current is null)
            {
                return Task.FromResult(new DefinitionReply { Missing = true });
            }

            if (change.Body is { } same && current?.Definition is { } stands && JsonElement.DeepEquals(same, stands))
            {
                return Task.FromResult(new DefinitionReply { Current = current });
            }

            if (change.Anyway ? current is null : change.Expected is { } expected ? expected != (current?.Version ?? 0) : current is not null && change.Body is not null)
            {
                return Task.FromResult(new DefinitionReply { Conflict = true, Current = current });
            }

            var errors = Errors(change);
            if (errors.Count > 0)
            {
                return Task.FromResult(new DefinitionReply { Errors = errors, Current = current });
            }

            _changes++;
            var version = new DefinitionVersion
            {
                Id = change.Id!, Version = versions.Count + 1, UpdatedAt = DateTimeOffset.UnixEpoch, UpdatedBy = change.By, Deleted = change.Body is null ? true : null, Definition = change.Body?.Clone(),
            };
            _definitions[(change.StoreId, change.Kind, change.Id!)] = [.. versions, version];
            return Task.FromResult(new DefinitionReply { Current = version });
        }
    }

    public Task<DefinitionReply> ValidateDefinitionAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        Check();
        LastTrial = change.Trial is { Facts: { } facts } trial ? trial with { Facts = facts with { Context = facts.Context?.Clone() } } : change.Trial;
        IReadOnlyList<TriedItem>? tried = change.Trial is null ? null : [.. change.Trial.Slots.SelectMany(slot => slot.Items.Select(item => new TriedItem(slot.Name, item.Id, true, false, 0, [])))];
        return Task.FromResult(new DefinitionReply { Errors = Errors(change), Changes = JsonDifference.Between(null, change.Body), Before = tried, After = tried });
    }

    /// <summary>The product's own judgement of a body.</summary>
    private static IReadOnlyDictionary<string, string[]> Errors(DefinitionChange change)
    {
        var faults = new DefinitionFaults();
        if (change is { Kind: DefinitionKinds.Rules, Body: { } rule })
        {
            Rule.Read(change.Id ?? "new", rule.Deserialize(DecisionsJson.Default.RuleDefinition)!, faults);
        }

        if (change is { Kind: DefinitionKinds.Content, Body: { } content })
        {
            ContentPiece.Read(change.Id ?? "new", 1, content.Deserialize(DecisionsJson.Default.ContentDefinition)!, faults);
        }

        return faults.ToErrors();
    }

    private IReadOnlyList<DefinitionVersion> Versions(string store, string kind, string id) => _definitions.GetValueOrDefault((store, kind, id), []);

    private IEnumerable<DefinitionVersion> Standing(string store, string kind) =>
        _definitions.Where(pair => pair.Key.Store == store && pair.Key.Kind == kind).Select(pair => pair.Value[^1]).Where(version => version.Deleted != true);

    public Task<PolicyReply> StepPolicyAsync(PolicyCommand command, CancellationToken cancellationToken)
    {
        Check();
        LastCommand = command;
        var estimate = new EstimateReply(0.01, -0.02, 0.04, null, null);
        var judged = new EvaluateReply { Decisions = 900, EffectiveSampleSize = 300, MeanWeight = 1, Overlap = "enough", Gain = estimate, Logged = estimate, Promotable = false };
        return Task.FromResult(command.Step switch
        {
            PolicySteps.Promote when command.Candidate!.Epsilon is null => new PolicyReply { Judged = judged, Refused = true },
            PolicySteps.Rollback => new PolicyReply(),
            _ when command.Slot == "nothing" => new PolicyReply { Missing = true },
            _ => new PolicyReply { Current = Policy(command.Slot, command.By) },
        });
    }

    private static DefinitionVersion Policy(string slot, string by) => new() { Id = slot, Version = 1, UpdatedAt = DateTimeOffset.UnixEpoch, UpdatedBy = by };

    private static DecidedSlot Decide(DecideSlot slot, string id) => new()
    {
        Slot = slot.Name,
        DecisionId = id,
        Selected = slot.Items[Math.Min(1, slot.Items.Count - 1)].Id,
        Propensity = 0.9,
        Confidence = 0.7,
        Reasons = ["weather=rain speaks for it (+0.2)"],
        Ranking = [.. slot.Items.Select((item, index) => new RankedItem(item.Id, 0.5 - (0.01 * index), index == 1 ? 0.9 : 0.1 / Math.Max(1, slot.Items.Count - 1)))],
        Policy = "epsilon_greedy",
    };

    private void Check()
    {
        if (Away)
        {
            throw new PartAwayException("decisions");
        }
    }
}

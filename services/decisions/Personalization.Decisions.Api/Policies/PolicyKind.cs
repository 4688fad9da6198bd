using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Definitions;

namespace Personalization.Decisions.Api.Policies;

/// <summary>What explores in each slot: its configuration, or what was promoted over it.</summary>
internal sealed class PolicyKind(IOptions<DecisionsOptions> options) : IDefinitionKind
{
    private readonly ConcurrentDictionary<(string Store, string Slot), PolicyDefinition> _standing = [];

    public string Name => DefinitionKinds.Policies;

    public int Most => options.Value.MaxSlots;

    /// <summary>The settings a slot decides with, and what else explores in it where a policy is ramped.</summary>
    public (SlotSettings Settings, Ramp? Ramp) Of(string store, string slot)
    {
        var settings = options.Value.Of(slot);
        if (!_standing.TryGetValue((store, slot), out var policy))
        {
            return (settings, null);
        }

        var promoted = settings.Exploration with { Algorithm = policy.Algorithm, Epsilon = policy.Epsilon, Alpha = policy.Alpha };
        if (policy.Percent >= 100)
        {
            return (settings with { Exploration = promoted }, null);
        }

        var before = policy.Before is { } former ? settings.Exploration with { Algorithm = former.Algorithm, Epsilon = former.Epsilon, Alpha = former.Alpha } : settings.Exploration;
        return (settings with { Exploration = before }, new Ramp(promoted, policy.Percent / 100.0));
    }

    public void Check(string id, JsonElement body, IReadOnlyDictionary<string, JsonElement> others, DefinitionFaults faults)
    {
        if (DefinitionText.Read(body, DecisionsJson.Default.PolicyDefinition, faults) is not { } policy)
        {
            return;
        }

        faults.Require(new ExplorationOptions { Algorithm = policy.Algorithm }.Create() is not null, "algorithm", "is unknown; send epsilon_greedy, linucb or thompson");
        faults.Require(policy.Epsilon is >= 0 and <= 1, "epsilon", "is out of range; send a number from 0 to 1");
        faults.Require(policy.Alpha is >= 0 and <= 100, "alpha", "is out of range; send a number from 0 to 100");
        faults.Require(policy.Percent is >= 1 and <= 100, "percent", "is out of range; send a whole number from 1 to 100");
    }

    public IReadOnlyList<TriedItem>? Try(DecideRequest trial, IReadOnlyDictionary<string, JsonElement> definitions) => null;

    public void Publish(string store, IReadOnlyDictionary<string, DefinitionVersion> definitions)
    {
        foreach (var (id, version) in definitions)
        {
            if (version.Definition is { } body && DefinitionText.Read(body, DecisionsJson.Default.PolicyDefinition, new DefinitionFaults()) is { } policy)
            {
                _standing[(store, id)] = policy;
            }
        }

        foreach (var gone in _standing.Keys.Where(key => key.Store == store && !definitions.ContainsKey(key.Slot)))
        {
            _standing.TryRemove(gone, out _);
        }
    }
}

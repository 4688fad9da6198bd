using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Decisions.Api.Definitions;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Definitions;
using Personalization.Decisions.Rules;

namespace Personalization.Decisions.Api.Rules;

/// <summary>Business rules (R5.3), and those in force in this process.</summary>
internal sealed partial class RuleKind(TimeProvider time, ILogger<RuleKind> logger) : IDefinitionKind
{
    private readonly ConcurrentDictionary<string, RuleSet> _sets = [];

    public string Name => DefinitionKinds.Rules;

    public int Most => 500;

    public RuleSet Of(string store) => _sets.GetValueOrDefault(store, RuleSet.Empty);

    public void Check(string id, JsonElement body, IReadOnlyDictionary<string, JsonElement> others, DefinitionFaults faults)
    {
        if (Read(body, faults) is { } definition && Rule.Read(id, definition, faults) is { } rule)
        {
            RuleChecks.Check(rule, Compile(others).Rules, faults);
        }
    }

    public IReadOnlyList<TriedItem> Try(DecideRequest trial, IReadOnlyDictionary<string, JsonElement> definitions)
    {
        var (set, now) = (Compile(definitions), time.GetUtcNow());
        var scene = new RuleScene(trial.Facts, now);
        return
        [
            .. from slot in trial.Slots
               let verdict = RuleSet.Judge(set.InForce(slot.Name, now) ?? [], slot, scene)
               from item in verdict.Items
               select new TriedItem(slot.Name, item.Item.Id, item.Eligible, item == verdict.Pinned, item.Boost, [.. item.Rules.Select(rule => rule.Id)]),
        ];
    }

    public void Publish(string store, IReadOnlyDictionary<string, DefinitionVersion> definitions) =>
        _sets[store] = Compile(definitions.Values.Where(version => version.Definition is not null).ToDictionary(version => version.Id, version => version.Definition!.Value));

    private RuleSet Compile(IReadOnlyDictionary<string, JsonElement> bodies) =>
        RuleSet.Read(bodies.Select(body => (body.Key, Definition: Read(body.Value, new DefinitionFaults()))).Where(pair => pair.Definition is not null).Select(pair => (pair.Key, pair.Definition!)), LogLeftOut);

    private static RuleDefinition? Read(JsonElement body, DefinitionFaults faults) => DefinitionText.Read(body, DecisionsJson.Default.RuleDefinition, faults);

    [LoggerMessage(EventId = EventIds.RuleLeftOut, Level = LogLevel.Error, Message = "Rule {Id} stands and cannot be read by this version; it has no effect")]
    private partial void LogLeftOut(string id);
}

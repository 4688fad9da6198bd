using System.Diagnostics.CodeAnalysis;
using Personalization.Drills.Away;
using Personalization.Load.Actors;
using Personalization.Load.Away;
using Personalization.Load.Clients;
using Personalization.Load.Crash;
using Personalization.Load.Discovery;
using Personalization.Load.Hostile;
using Personalization.Load.Invocation;
using Personalization.Load.Kestrel;
using Personalization.Load.Memory;
using Personalization.Load.PublicApi;
using Personalization.Load.PubSub;
using Personalization.Load.Workflows;

namespace Personalization.Load.Measures;

/// <summary>The measures there are.</summary>
public static class MeasureCatalogue
{
    private static readonly IMeasure[] All =
    [
        new BareKestrelMeasure(),
        new InvocationMeasure(InvocationApp.H2c),
        new InvocationMeasure(InvocationApp.Http),
        new InvocationLatencyMeasure(),
        new ActorTurnMeasure(onRedis: false),
        new ActorTurnMeasure(onRedis: true),
        new ActorSaturationMeasure(),
        new PublishMeasure(onRedis: false),
        new PublishMeasure(onRedis: true),
        new ClientMeasure(ClientCall.State),
        new ClientMeasure(ClientCall.Publish),
        new RerankMeasure(),
        new CatalogueGrowthMeasure(),
        new ReimportMeasure(),
        new LearningMeasure(),
        new TrackMixedMeasure(),
        new TrackSaturationMeasure(),
        new SearchMeasure(),
        new RecommendationsMeasure(cached: false),
        new RecommendationsMeasure(cached: true),
        new DecisionsMeasure(DecisionsMeasure.Many),
        new DecisionsMeasure(slots: 1),
        new CatalogueReimportMeasure(),
        new StartMeasure(),
        new HostileMeasure(),
        new CrashMeasure(),
        new DecisionCrashMeasure(),
        new MemoryMeasure(),
        new DecisionMemoryMeasure(),
        new WorkflowVolumeMeasure(),
        new WorkflowKillMeasure(),
        .. AwayRow.All.Select(row => new AwayMeasure(row)),
    ];

    public static IEnumerable<string> Names => All.Select(measure => measure.Name);

    /// <summary>Those of the names, each once, in the order of this list; `all` is every one, and a name is also all that begin with it and a dash.</summary>
    public static bool TryFind(IReadOnlyCollection<string> names, out IReadOnlyList<IMeasure> found, [NotNullWhen(false)] out string? problem)
    {
        found = [];
        problem = names.Count == 0 ? "no measure is named" : names.Where(IsUnknown).Select(name => $"there is no measure '{name}'").FirstOrDefault();
        if (problem is not null)
        {
            return false;
        }

        found = [.. All.Where(measure => names.Contains("all") || names.Any(name => Means(name, measure.Name)))];
        return true;
    }

    private static bool IsUnknown(string name) => name != "all" && !Names.Any(known => Means(name, known));

    private static bool Means(string name, string known) => known == name || known.StartsWith(name + "-", StringComparison.Ordinal);
}

using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;
using Personalization.Abstractions.Naming;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Decisions;
using Personalization.Storefront.Api.Searching;

namespace Personalization.Storefront.Api.Operations;

/// <summary>Tells what the system is made of and which parts are away, asked for at the time of the call.</summary>
internal sealed class SystemReport(ISystemProbe probe, SearchParts parts, DecisionParts decisions, CatalogueCopy catalogue, Readiness readiness, TimeProvider time)
{
    private static readonly string Version =
        typeof(SystemReport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    private static readonly TimeSpan ProbeBudget = TimeSpan.FromSeconds(1);

    public async Task<JsonHttpResult<SystemAnswer>> ReadAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(ProbeBudget, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var sidecar = probe.ReadSidecarAsync(both.Token);
        string[] others = [AppIds.Profiles, AppIds.Discovery, AppIds.Decisions, AppIds.Analytics];
        var answers = await Task.WhenAll(others.Select(app => probe.IsUpAsync(app, both.Token)));
        var services = new List<ServiceState> { new(AppIds.Storefront, readiness.IsReady ? "up" : "starting") };
        services.AddRange(others.Select((app, index) => new ServiceState(app, answers[index] ? "up" : "away")));
        var held = await sidecar;
        var degraded = services.Where(service => service.Status == "away").Select(service => service.AppId).ToHashSet();
        if (held is null)
        {
            degraded.Add("sidecar");
        }

        if (parts.ProfilesAway)
        {
            degraded.Add(AppIds.Profiles);
        }

        if (parts.DiscoveryAway)
        {
            degraded.Add(AppIds.Discovery);
        }

        if (decisions.IsAway)
        {
            degraded.Add(AppIds.Decisions);
        }

        return TypedResults.Json(
            new SystemAnswer
            {
                Services = services,
                Components = held?.Components ?? [],
                Versions = new Dictionary<string, string> { ["storefront"] = Version.Split('+')[0], ["sidecar"] = held?.Version ?? "" },
                Indexes = catalogue.Stores.ToDictionary(store => store.Key, store => new IndexState(store.Value.Version, store.Value.Count)),
                Degraded = [.. degraded.Order(StringComparer.Ordinal)],
            },
            OperationsJson.Default.SystemAnswer);
    }
}

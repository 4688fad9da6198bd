using Personalization.Storefront.Api.Operations;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Support;

/// <summary>Analytics and the sidecar's metadata, in memory.</summary>
internal sealed class FakeOthers : IAnalyticsPort, ISystemProbe
{
    public bool Away { get; set; }

    public IReadOnlyDictionary<string, string>? LastQuery { get; private set; }

    public Task<byte[]> GetEventsAsync(IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        LastQuery = query;
        return Away
            ? throw new PartAwayException("analytics")
            : Task.FromResult("""{"count":3,"by_day":[{"day":"2026-01-01","count":3}],"by_type":{"click":3},"as_of":"2026-01-01T00:00:00Z"}"""u8.ToArray());
    }

    public Task<SidecarState?> ReadSidecarAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Away ? null : new SidecarState("1.18.5", [new ComponentState("pubsub-broadcast", "pubsub.in-memory", "v1")]));

    public Task<bool> IsUpAsync(string appId, CancellationToken cancellationToken) => Task.FromResult(!Away);
}

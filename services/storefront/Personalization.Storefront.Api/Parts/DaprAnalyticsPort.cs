using Microsoft.Extensions.Options;
using Personalization.Abstractions.Naming;
using Personalization.Storefront.Api.Options;

namespace Personalization.Storefront.Api.Parts;

/// <summary>Analytics by service invocation.</summary>
internal sealed class DaprAnalyticsPort(IOptions<BudgetOptions> budgets) : IAnalyticsPort
{
    private readonly InvokedService _analytics = new(AppIds.Analytics, budgets.Value.Call);

    public async Task<byte[]> GetEventsAsync(IReadOnlyDictionary<string, string> query, CancellationToken cancellationToken)
    {
        var text = string.Join('&', query.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return await _analytics.GetBytesAsync($"{AnalyticsRoutes.Events}?{text}", cancellationToken) ?? throw new PartAwayException(AppIds.Analytics);
    }
}

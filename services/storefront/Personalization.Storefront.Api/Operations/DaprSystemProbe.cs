using Dapr;
using Dapr.Client;
using Microsoft.Extensions.Options;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;

namespace Personalization.Storefront.Api.Operations;

/// <summary>Asks the sidecar for its metadata, and each service for its health by invocation.</summary>
internal sealed class DaprSystemProbe(DaprClient dapr, IOptions<BudgetOptions> budgets) : ISystemProbe
{
    private readonly Dictionary<string, InvokedService> _services = [];

    public async Task<SidecarState?> ReadSidecarAsync(CancellationToken cancellationToken)
    {
        try
        {
            var metadata = await dapr.GetMetadataAsync(cancellationToken);
            return new SidecarState(
                metadata.Extended.GetValueOrDefault("daprRuntimeVersion", ""),
                [.. metadata.Components.Select(component => new ComponentState(component.Name, component.Type, component.Version))]);
        }
        catch (Exception exception) when (exception is DaprException or HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }

    public async Task<bool> IsUpAsync(string appId, CancellationToken cancellationToken)
    {
        try
        {
            return await Service(appId).GetBytesAsync("healthz", cancellationToken) is not null;
        }
        catch (Exception exception) when (exception is PartAwayException or OperationCanceledException)
        {
            return false;
        }
    }

    private InvokedService Service(string appId)
    {
        lock (_services)
        {
            if (!_services.TryGetValue(appId, out var service))
            {
                service = new InvokedService(appId, budgets.Value.Call);
                _services.Add(appId, service);
            }

            return service;
        }
    }
}

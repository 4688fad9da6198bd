using System.Text.Json;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.RawActions;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Analytics.Api.Ingestion;

/// <summary>Brings delivered interactions into the warehouse and says of each what became of it.</summary>
internal sealed partial class InteractionIngestion(IWarehouse warehouse, ILogger<InteractionIngestion> logger)
{
    public Task<DeliveryAnswer> TakeAsync(Delivery delivery, CancellationToken cancellationToken) =>
        delivery.TakeAsync<RawUserAction>(Read, KeepAsync, cancellationToken);

    private async Task<IReadOnlyList<string>> KeepAsync(IReadOnlyList<RawUserAction> rows, CancellationToken cancellationToken)
    {
        var statuses = new string[rows.Count];
        try
        {
            var refused = await warehouse.WriteAsync(rows, cancellationToken);
            Array.Fill(statuses, DeliveryStatus.Success);
            foreach (var row in refused)
            {
                statuses[row] = DeliveryStatus.Drop;
            }
        }
        catch (WarehouseUnavailableException fault)
        {
            LogNotKept(rows.Count, fault.Message);
            Array.Fill(statuses, DeliveryStatus.Retry);
        }

        return statuses;
    }

    private RawUserAction? Read(JsonElement? data)
    {
        try
        {
            var recorded = data?.Deserialize(InteractionJson.Default.InteractionRecorded);
            if (recorded is not null)
            {
                return RawUserActionMapper.ToRow(recorded);
            }

            LogUnreadable(null);
        }
        catch (JsonException fault)
        {
            LogUnreadable(fault);
        }

        return null;
    }
}

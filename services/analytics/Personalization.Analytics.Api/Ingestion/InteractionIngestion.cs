using System.Text.Json;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Analytics.RawActions;
using Personalization.Profiles.Contracts;

namespace Personalization.Analytics.Api.Ingestion;

/// <summary>
/// Brings delivered interactions into the warehouse and says of each what became of it: kept (SUCCESS, after the commit),
/// not kept now (RETRY), never readable (DROP: the sidecar moves it to the dead-letter topic).
/// </summary>
internal sealed partial class InteractionIngestion(IWarehouse warehouse, ILogger<InteractionIngestion> logger)
{
    public async Task<BulkAnswer> TakeAsync(IReadOnlyList<BulkEntry> entries, CancellationToken cancellationToken)
    {
        var statuses = new EntryStatus[entries.Count];
        List<RawUserAction> rows = new(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var row = Read(entries[i].Event.ValueKind == JsonValueKind.Object && entries[i].Event.TryGetProperty("data", out var data) ? data : null);
            statuses[i] = new EntryStatus(entries[i].EntryId, row is null ? EntryStatus.Drop : EntryStatus.Success);
            if (row is not null)
            {
                rows.Add(row);
            }
        }

        if (!await WriteAsync(rows, cancellationToken))
        {
            for (var i = 0; i < statuses.Length; i++)
            {
                statuses[i] = statuses[i].Status == EntryStatus.Success ? statuses[i] with { Status = EntryStatus.Retry } : statuses[i];
            }
        }

        return new BulkAnswer(statuses);
    }

    public async Task<SingleAnswer> TakeAsync(JsonElement? data, CancellationToken cancellationToken)
    {
        var row = Read(data);
        if (row is null)
        {
            return new SingleAnswer(EntryStatus.Drop);
        }

        return new SingleAnswer(await WriteAsync([row], cancellationToken) ? EntryStatus.Success : EntryStatus.Retry);
    }

    private async Task<bool> WriteAsync(IReadOnlyList<RawUserAction> rows, CancellationToken cancellationToken)
    {
        try
        {
            await warehouse.WriteAsync(rows, cancellationToken);
            return true;
        }
        catch (WarehouseUnavailableException fault)
        {
            LogNotKept(fault, rows.Count);
            return false;
        }
    }

    private RawUserAction? Read(JsonElement? data)
    {
        try
        {
            var recorded = data?.Deserialize(ProfilesJson.Default.InteractionRecorded);
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

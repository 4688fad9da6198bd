using System.Text.Json;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>Says of each delivered interaction what became of it: counted (SUCCESS, after the commit), not now (RETRY), never readable (DROP, to the dead letters).</summary>
internal sealed partial class PopularityHearing(PopularityRecorder recorder, DiscoveryInstruments instruments, ILogger<PopularityHearing> logger)
{
    public async Task<DeliveryAnswer> TakeAsync(Delivery? delivery, CancellationToken cancellationToken)
    {
        if (delivery?.Entries is not { } entries)
        {
            var single = Read(delivery?.Data);
            return new DeliveryAnswer(single is null ? DeliveryStatus.Drop : await RecordAsync([single], cancellationToken), null);
        }

        var read = entries.Select(entry => (entry.EntryId, Event: Read(entry.Event.ValueKind == JsonValueKind.Object && entry.Event.TryGetProperty("data", out var data) ? data : null))).ToList();
        var status = await RecordAsync([.. read.Select(entry => entry.Event).OfType<InteractionRecorded>()], cancellationToken);
        return new DeliveryAnswer(null, [.. read.Select(entry => new DeliveryStatus(entry.EntryId, entry.Event is null ? DeliveryStatus.Drop : status))]);
    }

    private async Task<string> RecordAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        try
        {
            await recorder.RecordAsync(events, cancellationToken);
            return DeliveryStatus.Success;
        }
        catch (StateUnavailableException exception)
        {
            LogNotCounted(exception, events.Count);
            return DeliveryStatus.Retry;
        }
    }

    private InteractionRecorded? Read(JsonElement? data)
    {
        try
        {
            if (data?.Deserialize(ProfilesJson.Default.InteractionRecorded) is { } recorded)
            {
                return recorded;
            }

            LogUnreadable(null);
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception);
        }

        instruments.Heard("dropped", 1);
        return null;
    }

    [LoggerMessage(EventId = EventIds.PopularityFailed, Level = LogLevel.Warning, Message = "{Count} interactions could not be counted now; they come again")]
    private partial void LogNotCounted(Exception exception, int count);

    [LoggerMessage(EventId = EventIds.PopularityPoison, Level = LogLevel.Warning, Message = "An interaction cannot be read and goes to the dead letters")]
    private partial void LogUnreadable(Exception? exception);
}

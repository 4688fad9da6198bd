using System.Text.Json;
using Personalization.Discovery.Api.Recommendations;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Api.Telemetry;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Api.Popularity;

/// <summary>Says of each delivered interaction what became of it: counted (SUCCESS, after the commit), not now (RETRY), never readable (DROP, to the dead letters).</summary>
internal sealed partial class PopularityHearing(PopularityRecorder recorder, PurchaseLog purchases, CoViewKeeper coViews, DiscoveryInstruments instruments, ILogger<PopularityHearing> logger)
{
    public Task<DeliveryAnswer> TakeAsync(Delivery delivery, CancellationToken cancellationToken) =>
        delivery.TakeAsync<InteractionRecorded>(Read, RecordAsync, cancellationToken);

    private async Task<IReadOnlyList<string>> RecordAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        var status = DeliveryStatus.Success;
        try
        {
            await recorder.RecordAsync(events, cancellationToken);
            await purchases.AppendAsync(events, cancellationToken);
            coViews.Hear(events);
        }
        catch (StateUnavailableException exception)
        {
            LogNotCounted(events.Count, (exception.InnerException ?? exception).Message);
            status = DeliveryStatus.Retry;
        }

        return [.. Enumerable.Repeat(status, events.Count)];
    }

    private InteractionRecorded? Read(JsonElement? data)
    {
        try
        {
            if (data?.Deserialize(InteractionJson.Default.InteractionRecorded) is { } recorded)
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

    [LoggerMessage(EventId = EventIds.PopularityFailed, Level = LogLevel.Warning, Message = "{Count} interactions could not be counted now; they come again: {Reason}")]
    private partial void LogNotCounted(int count, string reason);

    [LoggerMessage(EventId = EventIds.PopularityPoison, Level = LogLevel.Warning, Message = "An interaction cannot be read and goes to the dead letters")]
    private partial void LogUnreadable(Exception? exception);
}

using Dapr;
using Dapr.Client;
using Personalization.Abstractions.Naming;
using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Tells replicas and copies that something else is in force for a store.</summary>
internal sealed partial class ChangeBroadcast(DaprClient dapr, ILogger<ChangeBroadcast> logger)
{
    /// <param name="storeId">The store.</param>
    /// <param name="version">The index version in force.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task TellAsync(string storeId, string version, CancellationToken cancellationToken)
    {
        try
        {
            await dapr.PublishEventAsync(Components.Broadcast, Topics.CatalogueChanged, new CatalogueChanged(storeId, version), cancellationToken);
        }
        catch (Exception exception) when (exception is DaprException or HttpRequestException)
        {
            // Whoever needs to know also asks every second or two.
            LogNotTold(exception.Message);
        }
    }

    [LoggerMessage(EventId = EventIds.BroadcastFailed, Level = LogLevel.Warning, Message = "A change could not be broadcast; others find it by asking: {Reason}")]
    private partial void LogNotTold(string reason);
}

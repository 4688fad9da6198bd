using Dapr;
using Dapr.Client;
using Personalization.Abstractions.Naming;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Api.Definitions;

internal sealed partial class DaprDefinitionBroadcast(DaprClient dapr, ILogger<DaprDefinitionBroadcast> logger) : IDefinitionBroadcast
{
    public async Task TellAsync(DefinitionsChanged changed, CancellationToken cancellationToken)
    {
        try
        {
            await dapr.PublishEventAsync(Components.Broadcast, Topics.DefinitionsChanged, changed, cancellationToken);
        }
        catch (Exception exception) when (exception is DaprException or HttpRequestException)
        {
            LogNotTold(changed.Kind, changed.Version, exception.Message);
        }
    }

    [LoggerMessage(EventId = EventIds.NotTold, Level = LogLevel.Warning, Message = "Version {Version} of {Kind} could not be told; replicas find it within a second: {Reason}")]
    private partial void LogNotTold(string kind, long version, string reason);
}

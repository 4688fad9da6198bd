using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Metadata;

namespace Personalization.Sidecar.Grpc;

/// <summary>Metadata and shutdown over gRPC.</summary>
/// <param name="metadata">What there is to tell.</param>
/// <param name="requestStop">Asks for the app's sidecar to stop.</param>
internal sealed class MetadataMethods(MetadataBlock metadata, Action requestStop)
{
    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.GetMetadata, (_, _) => Task.FromResult(Response(metadata.Build())));
        server.MapUnary(DaprMethods.SetMetadata, (request, _) =>
        {
            if (request.Key.Length > 0)
            {
                metadata.Set(request.Key, request.Value);
            }

            return Task.FromResult(new Empty());
        });
        server.MapUnary(DaprMethods.Shutdown, (_, _) =>
        {
            requestStop();
            return Task.FromResult(new Empty());
        });
    }

    private static GetMetadataResponse Response(MetadataDocument document)
    {
        var response = new GetMetadataResponse
        {
            Id = document.Id,
            RuntimeVersion = document.RuntimeVersion,
            ActorRuntime = ActorsOf(document.ActorRuntime),
            Scheduler = new Personalization.Grpc.Messages.MetadataScheduler { ConnectedAddresses = { document.Scheduler.ConnectedAddresses } },
            Workflows = new Personalization.Grpc.Messages.MetadataWorkflows { ConnectedWorkers = document.Workflows.ConnectedWorkers },
            EnabledFeatures = { document.EnabledFeatures },
            ExtendedMetadata = { new Dictionary<string, string>(document.Extended) },
            HttpEndpoints = { document.HttpEndpoints.Select(endpoint => new MetadataHTTPEndpoint { Name = endpoint.Name }) },
            Subscriptions = { document.Subscriptions.Select(SubscriptionOf) },
            RegisteredComponents =
            {
                document.Components.Select(component => new RegisteredComponents
                {
                    Name = component.Name,
                    Type = component.Type,
                    Version = component.Version,
                    Capabilities = { component.Capabilities },
                }),
            },
        };
        if (document.AppConnectionProperties is { } connection)
        {
            response.AppConnectionProperties = ConnectionOf(connection);
        }

        // The older name of the same list, which clients still read.
#pragma warning disable CS0612
        response.ActiveActorsCount.AddRange(document.Actors.Select(Count));
#pragma warning restore CS0612
        return response;
    }

    private static ActorRuntime ActorsOf(MetadataActorRuntime actors) => new()
    {
        RuntimeStatus = System.Enum.Parse<ActorRuntime.Types.ActorRuntimeStatus>(actors.RuntimeStatus, ignoreCase: true),
        ActiveActors = { actors.ActiveActors.Select(Count) },
        HostReady = actors.HostReady,
        Placement = actors.Placement,
    };

    private static ActiveActorsCount Count(MetadataActorType type) => new() { Type = type.Type, Count = type.Count };

    private static PubsubSubscription SubscriptionOf(MetadataSubscription subscription) => new()
    {
        PubsubName = subscription.PubsubName,
        Topic = subscription.Topic,
        Metadata = { new Dictionary<string, string>(subscription.Metadata ?? new Dictionary<string, string>()) },
        Rules = new PubsubSubscriptionRules { Rules = { subscription.Rules.Select(rule => new PubsubSubscriptionRule { Match = rule.Match, Path = rule.Path }) } },
        DeadLetterTopic = subscription.DeadLetterTopic,
        Type = System.Enum.TryParse<PubsubSubscriptionType>(subscription.Type, ignoreCase: true, out var type) ? type : PubsubSubscriptionType.Unknown,
    };

    private static AppConnectionProperties ConnectionOf(MetadataAppConnection connection) => new()
    {
        Port = connection.Port,
        Protocol = connection.Protocol,
        ChannelAddress = connection.ChannelAddress,
        MaxConcurrency = connection.MaxConcurrency,
        Health = connection.Health is { } health
            ? new AppConnectionHealthProperties
            {
                HealthCheckPath = health.HealthCheckPath,
                HealthProbeInterval = health.HealthProbeInterval,
                HealthProbeTimeout = health.HealthProbeTimeout,
                HealthThreshold = health.HealthThreshold,
            }
            : null,
    };
}

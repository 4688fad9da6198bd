using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.Options;
using Personalization.Hosting.Access;
using Personalization.Hosting.Listeners;

namespace Personalization.Storefront.Api.Live;

/// <summary>The live socket of open pages.</summary>
internal static class LiveServiceExtensions
{
    public const string Prefix = "/hubs";

    private const string Path = Prefix + "/live";

    /// <summary>A subscription is the largest thing that a client says.</summary>
    private const int MostBytes = 4 * 1024;

    public static void AddLive(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<LiveOptions>().Bind(configuration.GetSection(LiveOptions.Section)).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LiveConnections>();
        services
            .AddSignalR(hub =>
            {
                hub.MaximumReceiveMessageSize = MostBytes;
                hub.MaximumParallelInvocationsPerClient = 1;
                hub.StreamBufferCapacity = 1;
            })
            .AddJsonProtocol(json =>
            {
                // Generated code takes names from the options it is used with.
                json.PayloadSerializerOptions.PropertyNamingPolicy = LiveJson.Default.Options.PropertyNamingPolicy;
                json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, LiveJson.Default);
            });
    }

    public static void MapLive(this WebApplication app)
    {
        app.MapLiveEvents();
        var timeout = app.Services.GetRequiredService<IOptions<LiveOptions>>().Value.SendTimeout;
        app.MapHub<LiveHub>(Path, connection =>
        {
            connection.TransportSendTimeout = timeout;
            connection.TransportMaxBufferSize = MostBytes;
            connection.ApplicationMaxBufferSize = MostBytes;

            // One request is the whole connection, so it matters to nobody which replica took it; without WebSockets pages ask from time to time.
            connection.Transports = HttpTransportType.WebSockets;
        }).ServedOn(ListenerKind.Public).Needs(Scopes.ReadProfiles);
    }
}

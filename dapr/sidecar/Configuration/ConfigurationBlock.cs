using System.Text.Json;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Invocation;
using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.Configuration;

/// <summary>The configuration API of one app. Over HTTP changes are told by calls of the app: <c>POST /configuration/{store}/{key}</c>.</summary>
internal sealed partial class ConfigurationBlock(AppRuntime app) : IBuildingBlock
{
    private const string Get = "/v1.0/configuration/{store}";
    private const string Subscribe = "/v1.0/configuration/{store}/subscribe";
    private const string Unsubscribe = "/v1.0/configuration/{store}/{id}/unsubscribe";
    private const string Alpha = "/v1.0-alpha1";
    private const string Stable = "/v1.0";

    private readonly ILogger _logger = app.Services.Loggers.CreateLogger<ConfigurationBlock>();

    /// <summary>The operations, for every face.</summary>
    public ConfigurationApi Api { get; } = new(app);

    public void MapEndpoints(ApiRoutes routes)
    {
        foreach (var version in (string[])[Stable, Alpha])
        {
            routes.Map("GET", Get.Replace(Stable, version, StringComparison.Ordinal), GetAsync);
            routes.Map("GET", Subscribe.Replace(Stable, version, StringComparison.Ordinal), SubscribeAsync);
            routes.Map("GET", Unsubscribe.Replace(Stable, version, StringComparison.Ordinal), UnsubscribeAsync);
        }
    }

    public void MapMethods(GrpcServer server) => new ConfigurationMethods(Api).Map(server);

    public Task StopAsync(CancellationToken cancellationToken) => Api.StopAsync().WaitAsync(cancellationToken);

    private static string[] Keys(ApiContext context) => [.. context.Http.Request.Query["key"].OfType<string>().Where(key => key.Length > 0)];

    private async Task GetAsync(ApiContext context)
    {
        var items = await Api.GetAsync(context.Route("store"), Keys(context), context.RequestMetadata(), context.Aborted);
        if (items.Count == 0)
        {
            await context.NoContentAsync();
            return;
        }

        await context.JsonAsync(ConfigurationItemWire.From(items), ConfigurationJson.Default.DictionaryStringConfigurationItemWire);
    }

    private async Task SubscribeAsync(ApiContext context)
    {
        var store = context.Route("store");
        if (!app.Channel.HasApp)
        {
            throw new DaprApiException(
                StatusCodes.Status500InternalServerError,
                ConfigurationErrorCodes.NoApp,
                "app channel is not initialized. cannot subscribe to configuration updates");
        }

        var id = await Api.SubscribeAsync(store, Keys(context), context.RequestMetadata(), (update, token) => TellAsync(store, update, token), context.Aborted);
        await context.JsonAsync(new ConfigurationSubscribed(id), ConfigurationJson.Default.ConfigurationSubscribed);
    }

    private async Task UnsubscribeAsync(ApiContext context)
    {
        try
        {
            await Api.UnsubscribeAsync(context.Route("store"), context.Route("id"));
        }
        catch (DaprApiException e) when (e.ErrorCode == ConfigurationErrorCodes.Unsubscribe)
        {
            await context.JsonAsync(new ConfigurationUnsubscribed(false, e.Message), ConfigurationJson.Default.ConfigurationUnsubscribed, e.HttpStatus);
            return;
        }

        await context.JsonAsync(new ConfigurationUnsubscribed(true), ConfigurationJson.Default.ConfigurationUnsubscribed);
    }

    private async Task TellAsync(string store, ConfigurationUpdate update, CancellationToken cancellationToken)
    {
        var policies = app.Resiliency.ForInbound(store, ResiliencyPolicies.Configuration);
        foreach (var key in update.Items.Keys)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new ConfigurationUpdateWire(update.Id, ConfigurationItemWire.From(update.Items)),
                ConfigurationJson.Default.ConfigurationUpdateWire);
            try
            {
                await policies.RunAsync(
                    async token =>
                    {
                        var path = $"/configuration/{Uri.EscapeDataString(store)}/{Uri.EscapeDataString(key)}";
                        var answer = await app.Channel.SendAsync(HttpMethod.Post, path, JsonHeaders, body, token);
                        if (!answer.IsSuccess)
                        {
                            throw new AppStatusException(answer.Status);
                        }
                    },
                    cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                // Also when the subscription was ended meanwhile: whoever ends it is not to get the app's fault.
                LogNotTold(_logger, e, app.AppId, store);
            }
        }
    }

    private static IReadOnlyDictionary<string, string> JsonHeaders { get; } = new Dictionary<string, string> { ["content-type"] = "application/json" };

    [LoggerMessage(EventId = 3301, Level = LogLevel.Error, Message = "app {AppId} could not be told of a change in configuration store {Store}")]
    private static partial void LogNotTold(ILogger logger, Exception exception, string appId, string store);
}

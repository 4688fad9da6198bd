using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Jobs;

/// <summary>Hands jobs to one of the replicas of an app: <c>POST /job/{name}</c>.</summary>
internal sealed partial class HttpJobTarget(string appId, SidecarServices services) : IJobTarget
{
    private const int NotFound = 404;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly ILogger _logger = services.Loggers.CreateLogger<HttpJobTarget>();

    public async Task<bool> TriggerAsync(string name, JobData? data, CancellationToken cancellationToken)
    {
        var path = "/job/" + Uri.EscapeDataString(name);
        while (true)
        {
            var app = await ReplicaAsync(cancellationToken);
            try
            {
                var answer = await app.Channel.SendAsync(HttpMethod.Post, path, JsonHeaders, data?.Bytes ?? [], cancellationToken);
                if (answer.IsSuccess)
                {
                    return true;
                }

                LogRefused(_logger, appId, name, answer.Status);
                return answer.Status == NotFound;
            }
            catch (AppUnreachableException e)
            {
                // Its absence uses up no attempts.
                LogUnreachable(_logger, e, appId, name);
                app.FoundAway();
                await Task.Delay(Patience, services.Time, cancellationToken);
                if (!services.Registry.HasReplicas(appId))
                {
                    await AppPort.WaitUntilAcceptsAsync(app.Options.AppChannelAddress, app.Options.AppPort!.Value, services.Time, cancellationToken);
                }
            }
        }
    }

    private async Task<AppRuntime> ReplicaAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (services.Registry.TryGet(appId, out var app) && app.Channel.HasApp && app.Serves)
            {
                return app;
            }

            await Task.Delay(Patience, services.Time, cancellationToken);
        }
    }

    private static IReadOnlyDictionary<string, string> JsonHeaders { get; } = new Dictionary<string, string> { ["content-type"] = "application/json" };

    [LoggerMessage(EventId = 3511, Level = LogLevel.Warning, Message = "app {AppId} answered {Status} to job {Job}")]
    private static partial void LogRefused(ILogger logger, string appId, string job, int status);

    [LoggerMessage(EventId = 3512, Level = LogLevel.Warning, Message = "job {Job} did not reach app {AppId}")]
    private static partial void LogUnreachable(ILogger logger, Exception exception, string appId, string job);
}

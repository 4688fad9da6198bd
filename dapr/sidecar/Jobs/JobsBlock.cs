using System.Buffers;
using System.Text;
using System.Text.Json;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Grpc;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Jobs;

/// <summary>The jobs API of one app. Its replicas share one scheduler.</summary>
internal sealed class JobsBlock : IBuildingBlock
{
    private readonly AppRuntime _app;
    private Share<JobScheduler>? _scheduler;

    public JobsBlock(AppRuntime app)
    {
        _app = app;
        Api = new JobsApi(Scheduler);
    }

    /// <summary>The operations, for every face.</summary>
    public JobsApi Api { get; }

    public void MapEndpoints(ApiRoutes routes)
    {
        foreach (var version in (string[])["v1.0", "v1.0-alpha1"])
        {
            routes.Map("POST", $"/{version}/jobs/{{name}}", ScheduleAsync);
            routes.Map("GET", $"/{version}/jobs/{{name}}", GetAsync);
            routes.Map("DELETE", $"/{version}/jobs/{{name}}", DeleteAsync);
        }
    }

    public void MapMethods(GrpcServer server) => new JobMethods(Api).Map(server);

    public Task StartAsync(CancellationToken cancellationToken) => Scheduler().StartAsync(cancellationToken);

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is { } scheduler)
        {
            await scheduler.DisposeAsync().AsTask().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Before the app is there, jobs can be scheduled already; they are given to it when it is.</summary>
    private JobScheduler Scheduler() => LazyInitializer.EnsureInitialized(ref _scheduler, () => _app.Services.Shared.Acquire(
        $"jobs:{_app.AppId}:{_app.Options.JobsFile}",
        () => new JobScheduler(
            new JobStore(Path.GetFullPath(_app.Options.JobsFile), _app.AppId, _app.Services.Shared),
            new HttpJobTarget(_app.AppId, _app.Services),
            _app.Services.Time,
            _app.Services.Loggers.CreateLogger<JobScheduler>()))).Value;

    private async Task ScheduleAsync(ApiContext context)
    {
        var body = await context.ReadJsonAsync(JobsJson.Default.JobBody);
        if (!string.IsNullOrEmpty(body.Name))
        {
            throw new DaprApiException(StatusCodes.Status400BadRequest, JobErrorCodes.NameInBody, "Set the job name in the url only");
        }

        await Api.ScheduleAsync(
            new JobRequest
            {
                Name = context.Route("name").Trim(),
                Schedule = body.Schedule,
                DueTime = body.DueTime,
                Repeats = body.Repeats,
                Ttl = body.Ttl,
                Data = body.Data.ValueKind == JsonValueKind.Undefined ? null : new JobData(JobData.JsonType, Encoding.UTF8.GetBytes(body.Data.GetRawText())),
                Overwrite = body.Overwrite,
                FailurePolicy = body.FailurePolicy,
            },
            context.Aborted);
        await context.NoContentAsync();
    }

    private async Task GetAsync(ApiContext context)
    {
        var job = await Api.GetAsync(context.Route("name"), context.Aborted);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, job);
        }

        await context.BytesAsync(buffer.WrittenMemory, "application/json");
    }

    private async Task DeleteAsync(ApiContext context)
    {
        await Api.DeleteAsync(context.Route("name"), context.Aborted);
        await context.NoContentAsync();
    }

    private static void Write(Utf8JsonWriter writer, JobRequest job)
    {
        writer.WriteStartObject();
        writer.WriteString("name", job.Name);
        WriteText(writer, "schedule", job.Schedule);
        if (job.Repeats is { } repeats)
        {
            writer.WriteNumber("repeats", repeats);
        }

        WriteText(writer, "dueTime", job.DueTime);
        WriteText(writer, "ttl", job.Ttl);
        if (job.Data is { } data)
        {
            writer.WriteStartObject("data");
            writer.WriteString("@type", data.TypeUrl);
            if (data.TypeUrl == JobData.JsonType)
            {
                writer.WritePropertyName("value");
                writer.WriteRawValue(data.Bytes);
            }
            else
            {
                writer.WriteBase64String("value", data.Bytes);
            }

            writer.WriteEndObject();
        }

        if (job.FailurePolicy is { } policy)
        {
            writer.WritePropertyName("failurePolicy");
            JsonSerializer.Serialize(writer, policy, JobsJson.Default.ReminderFailurePolicy);
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value);
        }
    }
}

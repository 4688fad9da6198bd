using System.Text;
using System.Text.RegularExpressions;
using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Http;
using Personalization.Sidecar.Workflows.Instances;

namespace Personalization.Sidecar.Workflows.Api;

/// <summary>The management of workflows over HTTP. The component's name is part of the path and means nothing. Calls do not wait for their effect.</summary>
internal sealed partial class WorkflowEndpoints(Func<CancellationToken, Task<WorkflowEngine>> engine)
{
    private const int MaxIdLength = 64;
    private static readonly string[] Versions = ["v1.0", "v1.0-beta1", "v1.0-alpha1"];
    private static readonly byte[] Accepted = "{}"u8.ToArray();

    public void Map(ApiRoutes routes)
    {
        foreach (var version in Versions)
        {
            var instance = $"/{version}/workflows/{{component}}/{{instance}}";
            routes.Map("GET", instance, GetAsync);
            routes.Map("POST", $"{instance}/start", StartAsync);
            routes.Map("POST", $"{instance}/terminate", context => RunAsync(context, WorkflowErrorCodes.Terminate, isMissingNotFound: true, (found, id) => found.TerminateAsync(id, null, recurse: true, context.Aborted)));
            routes.Map("POST", $"{instance}/pause", context => RunAsync(context, WorkflowErrorCodes.Pause, isMissingNotFound: false, (found, id) => found.SuspendAsync(id, null, context.Aborted)));
            routes.Map("POST", $"{instance}/resume", context => RunAsync(context, WorkflowErrorCodes.Resume, isMissingNotFound: false, (found, id) => found.ResumeAsync(id, null, context.Aborted)));
            routes.Map("POST", $"{instance}/purge", context => RunAsync(context, WorkflowErrorCodes.Purge, isMissingNotFound: true, (found, id) => found.PurgeAsync(id, recurse: true, force: false, context.Aborted)));
            routes.Map("POST", $"{instance}/raiseEvent/{{event}}", RaiseAsync);
        }
    }

    private async Task StartAsync(ApiContext context)
    {
        // The segment of an instance's id is the workflow's name here.
        var id = CheckId(context.Query("instanceID") ?? Guid.NewGuid().ToString());
        var input = await InputAsync(context);
        try
        {
            var found = await engine(context.Aborted);
            id = await found.StartAsync(new CreateInstanceRequest { InstanceId = id, Name = context.Route("instance"), Input = input }, context.Aborted);
        }
        catch (WorkflowRefusedException exception)
        {
            throw Failed(exception, WorkflowErrorCodes.Start, id, isMissingNotFound: false);
        }

        await context.JsonAsync(new StartedInstance(id), WorkflowJson.Default.StartedInstance, StatusCodes.Status202Accepted);
    }

    private async Task GetAsync(ApiContext context)
    {
        var id = context.Route("instance");
        InstanceState? state;
        try
        {
            state = await (await engine(context.Aborted)).GetAsync(id, withPayloads: true, context.Aborted);
        }
        catch (WorkflowRefusedException exception)
        {
            throw Failed(exception, WorkflowErrorCodes.Get, id, isMissingNotFound: true);
        }

        await context.JsonAsync(View(state ?? throw Missing(id)), WorkflowJson.Default.InstanceView);
    }

    private async Task RaiseAsync(ApiContext context)
    {
        var input = await InputAsync(context);
        await RunAsync(context, WorkflowErrorCodes.RaiseEvent, isMissingNotFound: false, (found, id) => found.RaiseAsync(id, context.Route("event"), input, context.Aborted));
    }

    private async Task RunAsync(ApiContext context, string code, bool isMissingNotFound, Func<WorkflowEngine, string, Task> step)
    {
        var id = context.Route("instance");
        try
        {
            await step(await engine(context.Aborted), id);
        }
        catch (WorkflowRefusedException exception)
        {
            throw Failed(exception, code, id, isMissingNotFound);
        }

        await context.BytesAsync(Accepted, "application/json", StatusCodes.Status202Accepted);
    }

    private static async Task<string?> InputAsync(ApiContext context)
    {
        var body = await context.ReadBodyAsync();
        return body.IsEmpty ? null : Encoding.UTF8.GetString(body.Span);
    }

    private static string CheckId(string id) => id.Length > MaxIdLength
        ? throw new DaprApiException(StatusCodes.Status400BadRequest, WorkflowErrorCodes.InstanceTooLong, $"workflow instance ID exceeds the max length of {MaxIdLength} characters")
        : IdPattern().IsMatch(id)
            ? id
            : throw new DaprApiException(
                StatusCodes.Status400BadRequest, WorkflowErrorCodes.InstanceInvalid, $"workflow instance ID '{id}' is invalid: only alphanumeric and underscore and hyphen characters are allowed");

    private static DaprApiException Missing(string id) =>
        new(StatusCodes.Status404NotFound, WorkflowErrorCodes.InstanceNotFound, $"unable to find workflow with the provided instance ID: {id}");

    private static DaprApiException Failed(WorkflowRefusedException exception, string code, string id, bool isMissingNotFound) => exception.Refusal switch
    {
        WorkflowRefusal.NotFound when isMissingNotFound => Missing(id),
        WorkflowRefusal.InvalidId => new DaprApiException(StatusCodes.Status400BadRequest, WorkflowErrorCodes.InstanceInvalid, exception.Message, exception),
        _ => new DaprApiException(StatusCodes.Status500InternalServerError, code, $"error with workflow '{id}': {exception.Message}", exception),
    };

    private static InstanceView View(InstanceState state)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("dapr.workflow.input", state.Input);
        Add("dapr.workflow.output", state.Output);
        Add("dapr.workflow.custom_status", state.CustomStatus);
        Add("dapr.workflow.failure.error_type", state.Failure?.ErrorType);
        Add("dapr.workflow.failure.error_message", state.Failure?.ErrorMessage);
        Add("dapr.workflow.failure.stack_trace", state.Failure?.StackTrace);
        return new InstanceView(
            state.InstanceId, state.Name, state.Created.ToDateTime(), state.LastUpdated.ToDateTime(), StatusText(state.Status), properties);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                properties.Add(name, value);
            }
        }
    }

    private static string StatusText(InstanceStatus status) => status switch
    {
        InstanceStatus.ContinuedAsNew => "CONTINUED_AS_NEW",
        _ => status.ToString().ToUpperInvariant(),
    };

    [GeneratedRegex("^[A-Za-z0-9_-]+$")]
    private static partial Regex IdPattern();
}

using System.Globalization;
using Dapr.Workflow.Registration;
using Dapr.Workflow.Replay;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Worker;

/// <summary>Runs what the sidecar asks for. There is always an answer: what goes wrong is one too.</summary>
internal sealed partial class WorkItemRunner(WorkflowRegistry registry, IServiceProvider services, ILoggerFactory loggers)
{
    private readonly ILogger _logger = loggers.CreateLogger<WorkItemRunner>();

    public async Task<WorkflowResponse> RunAsync(WorkflowRequest request)
    {
        await using var scope = services.CreateAsyncScope();
        if (WorkflowTurn.StartOf(request) is not { } start)
        {
            return Refused(request, Failures.Missing("WorkflowNameMissing", "The history does not say which workflow this is."));
        }

        try
        {
            if (registry.CreateWorkflow(start.Name, scope.ServiceProvider) is { } workflow)
            {
                return WorkflowTurn.Run(request, start, workflow, loggers);
            }
        }
        catch (Exception exception)
        {
            // The edge of the app's code: what its constructor throws, or the writing of its status, is the workflow's end.
            LogWorkflowFailed(_logger, exception, start.Name, request.InstanceId);
            return Refused(request, Failures.Of(exception, isNonRetriable: true));
        }

        LogUnknownWorkflow(_logger, start.Name);
        return Refused(request, Failures.Missing(Failures.WorkflowNotFound, $"Workflow '{start.Name}' is not registered in this app."));
    }

    public async Task<ActivityResponse> RunAsync(ActivityRequest request)
    {
        var response = new ActivityResponse { InstanceId = request.Instance?.InstanceId ?? "", TaskId = request.TaskId };
        try
        {
            await using var scope = services.CreateAsyncScope();
            if (registry.CreateActivity(request.Name, scope.ServiceProvider) is not { } activity)
            {
                LogUnknownActivity(_logger, request.Name);
                response.Failure = Failures.Missing(Failures.ActivityNotFound, $"Activity '{request.Name}' not found");
                return response;
            }

            var key = request.TaskExecutionId.Length > 0 ? request.TaskExecutionId : request.TaskId.ToString(CultureInfo.InvariantCulture);
            var context = new ActivityCallContext(request.Name, key, response.InstanceId);
            response.Result = Payload.Write(await activity.RunAsync(context, Payload.Read(request.Input, activity.InputType)));
        }
        catch (Exception exception)
        {
            // The edge of the app's code: whatever an activity throws is its result.
            LogActivityFailed(_logger, exception, request.Name, response.InstanceId);
            response.Failure = Failures.Of(exception);
        }

        return response;
    }

    private static WorkflowResponse Refused(WorkflowRequest request, FailureDetails failure) => new()
    {
        InstanceId = request.InstanceId,
        Actions = { new WorkflowAction { Complete = new CompleteWorkflow { Status = InstanceStatus.Failed, Failure = failure } } },
    };

    [LoggerMessage(EventId = 6311, Level = LogLevel.Error, Message = "Workflow {Workflow} is not registered in this app")]
    private static partial void LogUnknownWorkflow(ILogger logger, string workflow);

    [LoggerMessage(EventId = 6312, Level = LogLevel.Error, Message = "Activity {Activity} is not registered in this app")]
    private static partial void LogUnknownActivity(ILogger logger, string activity);

    [LoggerMessage(EventId = 6313, Level = LogLevel.Error, Message = "Workflow {Workflow} of instance {InstanceId} could not be run")]
    private static partial void LogWorkflowFailed(ILogger logger, Exception exception, string workflow, string instanceId);

    [LoggerMessage(EventId = 6314, Level = LogLevel.Warning, Message = "Activity {Activity} of workflow {InstanceId} failed")]
    private static partial void LogActivityFailed(ILogger logger, Exception exception, string activity, string instanceId);
}

using Dapr.Workflow.Client;
using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Personalization.Grpc;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow.Worker;

/// <summary>Takes work from the sidecar and answers it, for as long as the app runs; a lost connection is opened again for ever.</summary>
internal sealed partial class WorkflowWorker : BackgroundService
{
    private const int Attempts = 5;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly TaskHubConnection _connection;
    private readonly WorkItemRunner _runner;
    private readonly ILogger _logger;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _workflows;
    private readonly SemaphoreSlim _activities;

    public WorkflowWorker(TaskHubConnection connection, WorkflowRuntimeOptions options, IServiceProvider services, ILoggerFactory loggers, TimeProvider time)
    {
        _connection = connection;
        _runner = new WorkItemRunner(options.Registry, services, loggers);
        _logger = loggers.CreateLogger<WorkflowWorker>();
        _time = time;
        _workflows = new SemaphoreSlim(options.WorkflowSlots);
        _activities = new SemaphoreSlim(options.ActivitySlots);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = FirstWait;
        while (!stoppingToken.IsCancellationRequested)
        {
            using var stream = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            try
            {
                await foreach (var item in _connection.Channel.StreamAsync(TaskHub.GetWorkItems, new GetWorkItemsRequest(), cancellationToken: stream.Token))
                {
                    wait = FirstWait;
                    _ = Task.Run(() => HandleAsync(item, stream, stoppingToken), CancellationToken.None);
                }

                LogEnded();
            }
            catch (GrpcException exception)
            {
                LogLost(exception.Message);
            }
            catch (OperationCanceledException)
            {
                // Stopping, or an answer did not arrive: the sidecar gives its work out again to a new connection.
            }

            await Task.Delay(wait, _time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    private async Task HandleAsync(WorkItem item, CancellationTokenSource stream, CancellationToken stopping)
    {
        try
        {
            await (item.RequestCase switch
            {
                WorkItem.RequestOneofCase.WorkflowRequest => HandleAsync(item.WorkflowRequest, item.CompletionToken, stopping),
                WorkItem.RequestOneofCase.ActivityRequest => HandleAsync(item.ActivityRequest, item.CompletionToken, stopping),
                _ => Task.CompletedTask,
            });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The sidecar gives it out again.
        }
        catch (GrpcException exception)
        {
            LogUnanswered(exception.Message);
            try
            {
                await stream.CancelAsync();
            }
            catch (ObjectDisposedException)
            {
                // That connection is gone already.
            }
        }
    }

    private async Task HandleAsync(WorkflowRequest request, string token, CancellationToken stopping)
    {
        await _workflows.WaitAsync(stopping);
        try
        {
            var response = await _runner.RunAsync(request);
            response.CompletionToken = token;
            await AnswerAsync(
                TaskHub.CompleteOrchestratorTask,
                response,
                tooLong => new WorkflowResponse
                {
                    InstanceId = request.InstanceId,
                    CompletionToken = token,
                    Actions = { new WorkflowAction { Complete = new CompleteWorkflow { Status = InstanceStatus.Failed, Failure = Failures.Of(tooLong, isNonRetriable: true) } } },
                },
                stopping);
        }
        finally
        {
            _workflows.Release();
        }
    }

    private async Task HandleAsync(ActivityRequest request, string token, CancellationToken stopping)
    {
        await _activities.WaitAsync(stopping);
        try
        {
            var response = await _runner.RunAsync(request);
            response.CompletionToken = token;
            await AnswerAsync(
                TaskHub.CompleteActivityTask,
                response,
                tooLong => new ActivityResponse { InstanceId = response.InstanceId, TaskId = response.TaskId, CompletionToken = token, Failure = Failures.Of(tooLong, isNonRetriable: true) },
                stopping);
        }
        finally
        {
            _activities.Release();
        }
    }

    /// <exception cref="GrpcException">The answer did not arrive.</exception>
    private async Task AnswerAsync<T>(GrpcMethod<T, CompleteTaskResponse> method, T response, Func<GrpcException, T> instead, CancellationToken stopping)
        where T : class, IMessage<T>
    {
        var wait = FirstWait;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _connection.Channel.CallAsync(method, response, cancellationToken: stopping);
                return;
            }
            catch (GrpcException exception) when (exception.Code == GrpcStatusCode.ResourceExhausted && attempt == 1)
            {
                // Longer than the sidecar takes: it would be refused each time.
                response = instead(exception);
            }
            catch (GrpcException) when (attempt < Attempts)
            {
                await Task.Delay(wait, _time, stopping);
                wait *= 2;
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _workflows.Dispose();
        _activities.Dispose();
    }

    [LoggerMessage(EventId = 6301, Level = LogLevel.Debug, Message = "The sidecar ended the stream of work; it is opened again")]
    private partial void LogEnded();

    [LoggerMessage(EventId = 6302, Level = LogLevel.Warning, Message = "No connection to the sidecar's workflows: {Reason}; it is tried again")]
    private partial void LogLost(string reason);

    [LoggerMessage(EventId = 6303, Level = LogLevel.Warning, Message = "An answer did not reach the sidecar: {Reason}; the work is taken again")]
    private partial void LogUnanswered(string reason);
}

using System.Diagnostics;
using Dapr.Workflow.Client;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.DurableTask;

namespace Dapr.Workflow;

/// <inheritdoc cref="IDaprWorkflowClient"/>
public sealed class DaprWorkflowClient : IDaprWorkflowClient
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private readonly TaskHubConnection _connection;
    private readonly TimeProvider _time;

    internal DaprWorkflowClient(TaskHubConnection connection, TimeProvider time)
    {
        _connection = connection;
        _time = time;
    }

    /// <inheritdoc/>
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId = null, object? input = null) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, default(DateTimeOffset?));

    /// <inheritdoc/>
    public Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTime? startTime) =>
        ScheduleNewWorkflowAsync(name, instanceId, input, startTime is { } start ? new DateTimeOffset(start) : default(DateTimeOffset?));

    /// <inheritdoc/>
    public async Task<string> ScheduleNewWorkflowAsync(string name, string? instanceId, object? input, DateTimeOffset? startTime, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        var request = new CreateInstanceRequest
        {
            InstanceId = instanceId ?? Guid.NewGuid().ToString(),
            Name = name,
            Input = Payload.Write(input),
            ScheduledStart = startTime is { } start ? Timestamp.FromDateTimeOffset(start) : null,
            Trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } id } activity
                ? new TraceContext { TraceParent = id, TraceState = string.IsNullOrEmpty(activity.TraceStateString) ? null : activity.TraceStateString }
                : null,
        };
        return (await CallAsync(TaskHub.StartInstance, request, cancellation)).InstanceId;
    }

    /// <inheritdoc/>
    public async Task<WorkflowState> GetWorkflowStateAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var answer = await CallAsync(TaskHub.GetInstance, new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs }, cancellation);
        return new WorkflowState(answer.Exists ? answer.State : null);
    }

    /// <inheritdoc/>
    public Task<WorkflowState> WaitForWorkflowStartAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        WaitAsync(TaskHub.WaitForInstanceStart, instanceId, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public Task<WorkflowState> WaitForWorkflowCompletionAsync(string instanceId, bool getInputsAndOutputs = true, CancellationToken cancellation = default) =>
        WaitAsync(TaskHub.WaitForInstanceCompletion, instanceId, getInputsAndOutputs, cancellation);

    /// <inheritdoc/>
    public Task RaiseEventAsync(string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return CallAsync(TaskHub.RaiseEvent, new RaiseEventRequest { InstanceId = instanceId, Name = eventName, Input = Payload.Write(eventPayload) }, cancellation);
    }

    /// <inheritdoc/>
    public Task TerminateWorkflowAsync(string instanceId, object? output = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return CallAsync(TaskHub.TerminateInstance, new TerminateRequest { InstanceId = instanceId, Output = Payload.Write(output), Recursive = true }, cancellation);
    }

    /// <inheritdoc/>
    public Task SuspendWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return CallAsync(TaskHub.SuspendInstance, new SuspendRequest { InstanceId = instanceId, Reason = reason ?? "" }, cancellation);
    }

    /// <inheritdoc/>
    public Task ResumeWorkflowAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return CallAsync(TaskHub.ResumeInstance, new ResumeRequest { InstanceId = instanceId, Reason = reason ?? "" }, cancellation);
    }

    /// <inheritdoc/>
    public async Task<bool> PurgeInstanceAsync(string instanceId, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var answer = await CallAsync(TaskHub.PurgeInstances, new PurgeInstancesRequest { InstanceId = instanceId, Recursive = true }, cancellation);
        return answer.DeletedInstanceCount > 0;
    }

    /// <summary>Nothing is held that the app's container does not own.</summary>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
    }

    private async Task<WorkflowState> WaitAsync(
        GrpcMethod<GetInstanceRequest, GetInstanceResponse> method, string instanceId, bool getInputsAndOutputs, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        var request = new GetInstanceRequest { InstanceId = instanceId, GetInputsAndOutputs = getInputsAndOutputs };
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            try
            {
                var answer = await _connection.Channel.CallAsync(method, request, cancellationToken: cancellation);
                return answer.Exists ? new WorkflowState(answer.State) : throw new InvalidOperationException($"Workflow instance '{instanceId}' does not exist");
            }
            catch (GrpcException exception) when (exception.Code is GrpcStatusCode.Unavailable or GrpcStatusCode.DeadlineExceeded)
            {
                // The sidecar is away, or was: the workflow goes on when it is back.
            }
            catch (GrpcException exception)
            {
                throw Failed(method.Name, exception);
            }

            await Task.Delay(wait, _time, cancellation);
        }
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        try
        {
            return await _connection.Channel.CallAsync(method, request, cancellationToken: cancellation);
        }
        catch (GrpcException exception)
        {
            throw Failed(method.Name, exception);
        }
    }

    private static DaprException Failed(string method, GrpcException exception) => new($"{method} failed: {exception.Message}", exception);
}

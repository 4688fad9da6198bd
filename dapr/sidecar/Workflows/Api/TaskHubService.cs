using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.DurableTask;
using Personalization.Grpc.Server;

namespace Personalization.Sidecar.Workflows.Api;

/// <summary>Workflows over gRPC, for the app's workers and for clients. Unlike over HTTP, a call waits for its effect.</summary>
internal sealed class TaskHubService(Func<CancellationToken, Task<WorkflowEngine>> engine)
{
    private const int DefaultPage = 100;
    private const int LongestPage = 1_000;

    public void Map(GrpcServer server)
    {
        server.MapUnary(TaskHub.Hello, (_, _) => Task.FromResult(new Empty()));
        server.MapServerStream(TaskHub.GetWorkItems, GetWorkItemsAsync);
        server.MapUnary(TaskHub.CompleteWorkflowTask, CompleteTurnAsync);
        server.MapUnary(TaskHub.CompleteOrchestratorTask, CompleteTurnAsync);
        server.MapUnary(TaskHub.CompleteActivityTask, (request, call) => RunAsync(call, async found =>
        {
            await found.CompleteActivityAsync(request);
            return new CompleteTaskResponse();
        }));
        server.MapUnary(TaskHub.StartInstance, (request, call) => RunAsync(call, async found =>
            new CreateInstanceResponse { InstanceId = await found.StartAsync(request, call.CancellationToken) }));
        server.MapUnary(TaskHub.GetInstance, (request, call) => RunAsync(call, async found =>
            Answer(await found.GetAsync(request.InstanceId, request.GetInputsAndOutputs, call.CancellationToken))));
        server.MapUnary(TaskHub.WaitForInstanceStart, (request, call) => RunAsync(call, async found =>
            Answer(await found.WaitAsync(request.InstanceId, instance => instance.Status != InstanceStatus.Pending, request.GetInputsAndOutputs, call.CancellationToken))));
        server.MapUnary(TaskHub.WaitForInstanceCompletion, (request, call) => RunAsync(call, async found =>
            Answer(await found.WaitAsync(request.InstanceId, instance => instance.HasEnded, request.GetInputsAndOutputs, call.CancellationToken))));
        server.MapUnary(TaskHub.RaiseEvent, (request, call) => RunAsync(call, async found =>
        {
            await found.RaiseAsync(request.InstanceId, request.Name, request.Input, call.CancellationToken);
            return new RaiseEventResponse();
        }));
        server.MapUnary(TaskHub.TerminateInstance, (request, call) => RunAsync(call, async found =>
        {
            await found.TerminateAsync(request.InstanceId, request.Output, request.Recursive, call.CancellationToken);
            await found.WaitAsync(request.InstanceId, instance => instance.HasEnded, withPayloads: false, call.CancellationToken);
            return new TerminateResponse();
        }));
        server.MapUnary(TaskHub.SuspendInstance, (request, call) => RunAsync(call, async found =>
        {
            await found.SuspendAsync(request.InstanceId, request.Reason, call.CancellationToken);
            await found.WaitAsync(request.InstanceId, instance => instance.HasEnded || instance.IsSuspended, withPayloads: false, call.CancellationToken);
            return new SuspendResponse();
        }));
        server.MapUnary(TaskHub.ResumeInstance, (request, call) => RunAsync(call, async found =>
        {
            await found.ResumeAsync(request.InstanceId, request.Reason, call.CancellationToken);
            await found.WaitAsync(request.InstanceId, instance => instance.HasEnded || !instance.IsSuspended, withPayloads: false, call.CancellationToken);
            return new ResumeResponse();
        }));
        server.MapUnary(TaskHub.PurgeInstances, PurgeAsync);
        server.MapUnary(TaskHub.ListInstanceIds, ListAsync);
        server.MapUnary(TaskHub.GetInstanceHistory, (request, call) => RunAsync(call, async found =>
            new GetInstanceHistoryResponse { Events = { await found.HistoryAsync(request.InstanceId, call.CancellationToken) } }));
    }

    private static GetInstanceResponse Answer(InstanceState? state) => new() { Exists = state is not null, State = state };

    private async Task GetWorkItemsAsync(GetWorkItemsRequest request, GrpcResponses<WorkItem> responses, GrpcServerCall call)
    {
        await RunAsync(call, async found =>
        {
            // A worker counts as connected when it hears so.
            await call.SendHeadersAsync();
            try
            {
                await found.ServeAsync(responses.WriteAsync, call.CancellationToken);
            }
            catch (OperationCanceledException) when (found.Stopping.IsCancellationRequested)
            {
                throw new GrpcException(GrpcStatusCode.Unavailable, "the sidecar stops; connect again");
            }

            return true;
        });
    }

    private Task<CompleteTaskResponse> CompleteTurnAsync(WorkflowResponse request, GrpcServerCall call) => RunAsync(call, async found =>
    {
        await found.CompleteTurnAsync(request);
        return new CompleteTaskResponse();
    });

    private Task<PurgeInstancesResponse> PurgeAsync(PurgeInstancesRequest request, GrpcServerCall call) => RunAsync(call, async found =>
    {
        if (request.RequestCase == PurgeInstancesRequest.RequestOneofCase.Filter)
        {
            throw new GrpcException(GrpcStatusCode.Unimplemented, "purging by a filter is not implemented; purge by id");
        }

        var purged = await found.PurgeAsync(request.InstanceId, request.Recursive, request is { HasForce: true, Force: true }, call.CancellationToken);
        return new PurgeInstancesResponse { DeletedInstanceCount = purged, IsComplete = true };
    });

    private Task<ListInstanceIdsResponse> ListAsync(ListInstanceIdsRequest request, GrpcServerCall call) => RunAsync(call, async found =>
    {
        var from = 0;
        if (request.HasContinuationToken && !int.TryParse(request.ContinuationToken, NumberStyles.None, CultureInfo.InvariantCulture, out from))
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"continuationToken '{request.ContinuationToken}' is not one that was given here");
        }

        var (ids, next) = await found.ListAsync(from, request is { HasPageSize: true, PageSize: > 0 } ? (int)Math.Min(request.PageSize, LongestPage) : DefaultPage, call.CancellationToken);
        var response = new ListInstanceIdsResponse { InstanceIds = { ids } };
        if (next is { } more)
        {
            response.ContinuationToken = more.ToString(CultureInfo.InvariantCulture);
        }

        return response;
    });

    private async Task<T> RunAsync<T>(GrpcServerCall call, Func<WorkflowEngine, Task<T>> step)
    {
        try
        {
            return await step(await engine(call.CancellationToken));
        }
        catch (WorkflowRefusedException exception)
        {
            throw new GrpcException(CodeOf(exception.Refusal), exception.Message, exception);
        }
    }

    private static GrpcStatusCode CodeOf(WorkflowRefusal refusal) => refusal switch
    {
        WorkflowRefusal.NotFound => GrpcStatusCode.NotFound,
        WorkflowRefusal.Exists => GrpcStatusCode.AlreadyExists,
        WorkflowRefusal.InvalidId => GrpcStatusCode.InvalidArgument,
        WorkflowRefusal.Full => GrpcStatusCode.ResourceExhausted,
        WorkflowRefusal.Unavailable => GrpcStatusCode.Unavailable,
        _ => GrpcStatusCode.FailedPrecondition,
    };
}

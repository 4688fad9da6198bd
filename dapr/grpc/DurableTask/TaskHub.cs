using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace Personalization.Grpc.DurableTask;

/// <summary>The methods of Dapr's durable task service, which has no package.</summary>
internal static class TaskHub
{
    private const string Service = "TaskHubSidecarService";

    public static GrpcMethod<Empty, Empty> Hello { get; } = new(Service, "Hello", Empty.Parser, Empty.Parser);

    public static GrpcMethod<GetWorkItemsRequest, WorkItem> GetWorkItems { get; } = Method(GetWorkItemsRequest.Parser, WorkItem.Parser, "GetWorkItems");

    public static GrpcMethod<WorkflowResponse, CompleteTaskResponse> CompleteWorkflowTask { get; } =
        Method(WorkflowResponse.Parser, CompleteTaskResponse.Parser, "CompleteWorkflowTask");

    /// <summary>The older name of <see cref="CompleteWorkflowTask"/>, which the SDKs still call.</summary>
    public static GrpcMethod<WorkflowResponse, CompleteTaskResponse> CompleteOrchestratorTask { get; } =
        Method(WorkflowResponse.Parser, CompleteTaskResponse.Parser, "CompleteOrchestratorTask");

    public static GrpcMethod<ActivityResponse, CompleteTaskResponse> CompleteActivityTask { get; } =
        Method(ActivityResponse.Parser, CompleteTaskResponse.Parser, "CompleteActivityTask");

    public static GrpcMethod<CreateInstanceRequest, CreateInstanceResponse> StartInstance { get; } =
        Method(CreateInstanceRequest.Parser, CreateInstanceResponse.Parser, "StartInstance");

    public static GrpcMethod<GetInstanceRequest, GetInstanceResponse> GetInstance { get; } = Method(GetInstanceRequest.Parser, GetInstanceResponse.Parser, "GetInstance");

    public static GrpcMethod<GetInstanceRequest, GetInstanceResponse> WaitForInstanceStart { get; } =
        Method(GetInstanceRequest.Parser, GetInstanceResponse.Parser, "WaitForInstanceStart");

    public static GrpcMethod<GetInstanceRequest, GetInstanceResponse> WaitForInstanceCompletion { get; } =
        Method(GetInstanceRequest.Parser, GetInstanceResponse.Parser, "WaitForInstanceCompletion");

    public static GrpcMethod<RaiseEventRequest, RaiseEventResponse> RaiseEvent { get; } = Method(RaiseEventRequest.Parser, RaiseEventResponse.Parser, "RaiseEvent");

    public static GrpcMethod<TerminateRequest, TerminateResponse> TerminateInstance { get; } =
        Method(TerminateRequest.Parser, TerminateResponse.Parser, "TerminateInstance");

    public static GrpcMethod<SuspendRequest, SuspendResponse> SuspendInstance { get; } = Method(SuspendRequest.Parser, SuspendResponse.Parser, "SuspendInstance");

    public static GrpcMethod<ResumeRequest, ResumeResponse> ResumeInstance { get; } = Method(ResumeRequest.Parser, ResumeResponse.Parser, "ResumeInstance");

    public static GrpcMethod<PurgeInstancesRequest, PurgeInstancesResponse> PurgeInstances { get; } =
        Method(PurgeInstancesRequest.Parser, PurgeInstancesResponse.Parser, "PurgeInstances");

    public static GrpcMethod<ListInstanceIdsRequest, ListInstanceIdsResponse> ListInstanceIds { get; } =
        Method(ListInstanceIdsRequest.Parser, ListInstanceIdsResponse.Parser, "ListInstanceIDs");

    public static GrpcMethod<GetInstanceHistoryRequest, GetInstanceHistoryResponse> GetInstanceHistory { get; } =
        Method(GetInstanceHistoryRequest.Parser, GetInstanceHistoryResponse.Parser, "GetInstanceHistory");

    private static GrpcMethod<TRequest, TResponse> Method<TRequest, TResponse>(MessageParser<TRequest> request, MessageParser<TResponse> response, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(Service, name, request, response);
}

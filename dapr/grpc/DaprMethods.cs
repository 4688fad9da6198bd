using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc.Messages;

namespace Personalization.Grpc;

/// <summary>The methods of <c>dapr.proto.runtime.v1.Dapr</c> that client and sidecar share.</summary>
internal static class DaprMethods
{
    private const string Service = "dapr.proto.runtime.v1.Dapr";

    public static readonly GrpcMethod<InvokeServiceRequest, InvokeResponse> InvokeService = Of(InvokeServiceRequest.Parser, InvokeResponse.Parser, nameof(InvokeService));

    public static readonly GrpcMethod<GetStateRequest, GetStateResponse> GetState = Of(GetStateRequest.Parser, GetStateResponse.Parser, nameof(GetState));

    public static readonly GrpcMethod<GetBulkStateRequest, GetBulkStateResponse> GetBulkState = Of(GetBulkStateRequest.Parser, GetBulkStateResponse.Parser, nameof(GetBulkState));

    public static readonly GrpcMethod<SaveStateRequest, Empty> SaveState = Of(SaveStateRequest.Parser, Empty.Parser, nameof(SaveState));

    public static readonly GrpcMethod<QueryStateRequest, QueryStateResponse> QueryStateAlpha1 = Of(QueryStateRequest.Parser, QueryStateResponse.Parser, nameof(QueryStateAlpha1));

    public static readonly GrpcMethod<DeleteStateRequest, Empty> DeleteState = Of(DeleteStateRequest.Parser, Empty.Parser, nameof(DeleteState));

    public static readonly GrpcMethod<DeleteBulkStateRequest, Empty> DeleteBulkState = Of(DeleteBulkStateRequest.Parser, Empty.Parser, nameof(DeleteBulkState));

    public static readonly GrpcMethod<ExecuteStateTransactionRequest, Empty> ExecuteStateTransaction = Of(ExecuteStateTransactionRequest.Parser, Empty.Parser, nameof(ExecuteStateTransaction));

    public static readonly GrpcMethod<PublishEventRequest, Empty> PublishEvent = Of(PublishEventRequest.Parser, Empty.Parser, nameof(PublishEvent));

    public static readonly GrpcMethod<BulkPublishRequest, BulkPublishResponse> BulkPublishEventAlpha1 = Of(BulkPublishRequest.Parser, BulkPublishResponse.Parser, nameof(BulkPublishEventAlpha1));

    public static readonly GrpcMethod<BulkPublishRequest, BulkPublishResponse> BulkPublishEvent = Of(BulkPublishRequest.Parser, BulkPublishResponse.Parser, nameof(BulkPublishEvent));

    public static readonly GrpcMethod<SubscribeTopicEventsRequestAlpha1, SubscribeTopicEventsResponseAlpha1> SubscribeTopicEventsAlpha1 = Of(SubscribeTopicEventsRequestAlpha1.Parser, SubscribeTopicEventsResponseAlpha1.Parser, nameof(SubscribeTopicEventsAlpha1));

    public static readonly GrpcMethod<InvokeBindingRequest, InvokeBindingResponse> InvokeBinding = Of(InvokeBindingRequest.Parser, InvokeBindingResponse.Parser, nameof(InvokeBinding));

    public static readonly GrpcMethod<GetSecretRequest, GetSecretResponse> GetSecret = Of(GetSecretRequest.Parser, GetSecretResponse.Parser, nameof(GetSecret));

    public static readonly GrpcMethod<GetBulkSecretRequest, GetBulkSecretResponse> GetBulkSecret = Of(GetBulkSecretRequest.Parser, GetBulkSecretResponse.Parser, nameof(GetBulkSecret));

    public static readonly GrpcMethod<RegisterActorTimerRequest, Empty> RegisterActorTimer = Of(RegisterActorTimerRequest.Parser, Empty.Parser, nameof(RegisterActorTimer));

    public static readonly GrpcMethod<UnregisterActorTimerRequest, Empty> UnregisterActorTimer = Of(UnregisterActorTimerRequest.Parser, Empty.Parser, nameof(UnregisterActorTimer));

    public static readonly GrpcMethod<RegisterActorReminderRequest, Empty> RegisterActorReminder = Of(RegisterActorReminderRequest.Parser, Empty.Parser, nameof(RegisterActorReminder));

    public static readonly GrpcMethod<UnregisterActorReminderRequest, Empty> UnregisterActorReminder = Of(UnregisterActorReminderRequest.Parser, Empty.Parser, nameof(UnregisterActorReminder));

    public static readonly GrpcMethod<UnregisterActorRemindersByTypeRequest, UnregisterActorRemindersByTypeResponse> UnregisterActorRemindersByType = Of(UnregisterActorRemindersByTypeRequest.Parser, UnregisterActorRemindersByTypeResponse.Parser, nameof(UnregisterActorRemindersByType));

    public static readonly GrpcMethod<ListActorRemindersRequest, ListActorRemindersResponse> ListActorReminders = Of(ListActorRemindersRequest.Parser, ListActorRemindersResponse.Parser, nameof(ListActorReminders));

    public static readonly GrpcMethod<GetActorStateRequest, GetActorStateResponse> GetActorState = Of(GetActorStateRequest.Parser, GetActorStateResponse.Parser, nameof(GetActorState));

    public static readonly GrpcMethod<GetActorReminderRequest, GetActorReminderResponse> GetActorReminder = Of(GetActorReminderRequest.Parser, GetActorReminderResponse.Parser, nameof(GetActorReminder));

    public static readonly GrpcMethod<ExecuteActorStateTransactionRequest, Empty> ExecuteActorStateTransaction = Of(ExecuteActorStateTransactionRequest.Parser, Empty.Parser, nameof(ExecuteActorStateTransaction));

    public static readonly GrpcMethod<InvokeActorRequest, InvokeActorResponse> InvokeActor = Of(InvokeActorRequest.Parser, InvokeActorResponse.Parser, nameof(InvokeActor));

    public static readonly GrpcMethod<GetConfigurationRequest, GetConfigurationResponse> GetConfigurationAlpha1 = Of(GetConfigurationRequest.Parser, GetConfigurationResponse.Parser, nameof(GetConfigurationAlpha1));

    public static readonly GrpcMethod<GetConfigurationRequest, GetConfigurationResponse> GetConfiguration = Of(GetConfigurationRequest.Parser, GetConfigurationResponse.Parser, nameof(GetConfiguration));

    public static readonly GrpcMethod<SubscribeConfigurationRequest, SubscribeConfigurationResponse> SubscribeConfigurationAlpha1 = Of(SubscribeConfigurationRequest.Parser, SubscribeConfigurationResponse.Parser, nameof(SubscribeConfigurationAlpha1));

    public static readonly GrpcMethod<SubscribeConfigurationRequest, SubscribeConfigurationResponse> SubscribeConfiguration = Of(SubscribeConfigurationRequest.Parser, SubscribeConfigurationResponse.Parser, nameof(SubscribeConfiguration));

    public static readonly GrpcMethod<UnsubscribeConfigurationRequest, UnsubscribeConfigurationResponse> UnsubscribeConfigurationAlpha1 = Of(UnsubscribeConfigurationRequest.Parser, UnsubscribeConfigurationResponse.Parser, nameof(UnsubscribeConfigurationAlpha1));

    public static readonly GrpcMethod<UnsubscribeConfigurationRequest, UnsubscribeConfigurationResponse> UnsubscribeConfiguration = Of(UnsubscribeConfigurationRequest.Parser, UnsubscribeConfigurationResponse.Parser, nameof(UnsubscribeConfiguration));

    public static readonly GrpcMethod<TryLockRequest, TryLockResponse> TryLockAlpha1 = Of(TryLockRequest.Parser, TryLockResponse.Parser, nameof(TryLockAlpha1));

    public static readonly GrpcMethod<UnlockRequest, UnlockResponse> UnlockAlpha1 = Of(UnlockRequest.Parser, UnlockResponse.Parser, nameof(UnlockAlpha1));

    public static readonly GrpcMethod<GetMetadataRequest, GetMetadataResponse> GetMetadata = Of(GetMetadataRequest.Parser, GetMetadataResponse.Parser, nameof(GetMetadata));

    public static readonly GrpcMethod<SetMetadataRequest, Empty> SetMetadata = Of(SetMetadataRequest.Parser, Empty.Parser, nameof(SetMetadata));

    public static readonly GrpcMethod<StartWorkflowRequest, StartWorkflowResponse> StartWorkflowAlpha1 = Of(StartWorkflowRequest.Parser, StartWorkflowResponse.Parser, nameof(StartWorkflowAlpha1));

    public static readonly GrpcMethod<GetWorkflowRequest, GetWorkflowResponse> GetWorkflowAlpha1 = Of(GetWorkflowRequest.Parser, GetWorkflowResponse.Parser, nameof(GetWorkflowAlpha1));

    public static readonly GrpcMethod<PurgeWorkflowRequest, Empty> PurgeWorkflowAlpha1 = Of(PurgeWorkflowRequest.Parser, Empty.Parser, nameof(PurgeWorkflowAlpha1));

    public static readonly GrpcMethod<TerminateWorkflowRequest, Empty> TerminateWorkflowAlpha1 = Of(TerminateWorkflowRequest.Parser, Empty.Parser, nameof(TerminateWorkflowAlpha1));

    public static readonly GrpcMethod<PauseWorkflowRequest, Empty> PauseWorkflowAlpha1 = Of(PauseWorkflowRequest.Parser, Empty.Parser, nameof(PauseWorkflowAlpha1));

    public static readonly GrpcMethod<ResumeWorkflowRequest, Empty> ResumeWorkflowAlpha1 = Of(ResumeWorkflowRequest.Parser, Empty.Parser, nameof(ResumeWorkflowAlpha1));

    public static readonly GrpcMethod<RaiseEventWorkflowRequest, Empty> RaiseEventWorkflowAlpha1 = Of(RaiseEventWorkflowRequest.Parser, Empty.Parser, nameof(RaiseEventWorkflowAlpha1));

    public static readonly GrpcMethod<StartWorkflowRequest, StartWorkflowResponse> StartWorkflowBeta1 = Of(StartWorkflowRequest.Parser, StartWorkflowResponse.Parser, nameof(StartWorkflowBeta1));

    public static readonly GrpcMethod<GetWorkflowRequest, GetWorkflowResponse> GetWorkflowBeta1 = Of(GetWorkflowRequest.Parser, GetWorkflowResponse.Parser, nameof(GetWorkflowBeta1));

    public static readonly GrpcMethod<PurgeWorkflowRequest, Empty> PurgeWorkflowBeta1 = Of(PurgeWorkflowRequest.Parser, Empty.Parser, nameof(PurgeWorkflowBeta1));

    public static readonly GrpcMethod<TerminateWorkflowRequest, Empty> TerminateWorkflowBeta1 = Of(TerminateWorkflowRequest.Parser, Empty.Parser, nameof(TerminateWorkflowBeta1));

    public static readonly GrpcMethod<PauseWorkflowRequest, Empty> PauseWorkflowBeta1 = Of(PauseWorkflowRequest.Parser, Empty.Parser, nameof(PauseWorkflowBeta1));

    public static readonly GrpcMethod<ResumeWorkflowRequest, Empty> ResumeWorkflowBeta1 = Of(ResumeWorkflowRequest.Parser, Empty.Parser, nameof(ResumeWorkflowBeta1));

    public static readonly GrpcMethod<RaiseEventWorkflowRequest, Empty> RaiseEventWorkflowBeta1 = Of(RaiseEventWorkflowRequest.Parser, Empty.Parser, nameof(RaiseEventWorkflowBeta1));

    public static readonly GrpcMethod<ShutdownRequest, Empty> Shutdown = Of(ShutdownRequest.Parser, Empty.Parser, nameof(Shutdown));

    public static readonly GrpcMethod<ScheduleJobRequest, ScheduleJobResponse> ScheduleJobAlpha1 = Of(ScheduleJobRequest.Parser, ScheduleJobResponse.Parser, nameof(ScheduleJobAlpha1));

    public static readonly GrpcMethod<ScheduleJobRequest, ScheduleJobResponse> ScheduleJob = Of(ScheduleJobRequest.Parser, ScheduleJobResponse.Parser, nameof(ScheduleJob));

    public static readonly GrpcMethod<GetJobRequest, GetJobResponse> GetJobAlpha1 = Of(GetJobRequest.Parser, GetJobResponse.Parser, nameof(GetJobAlpha1));

    public static readonly GrpcMethod<GetJobRequest, GetJobResponse> GetJob = Of(GetJobRequest.Parser, GetJobResponse.Parser, nameof(GetJob));

    public static readonly GrpcMethod<DeleteJobRequest, DeleteJobResponse> DeleteJobAlpha1 = Of(DeleteJobRequest.Parser, DeleteJobResponse.Parser, nameof(DeleteJobAlpha1));

    public static readonly GrpcMethod<DeleteJobRequest, DeleteJobResponse> DeleteJob = Of(DeleteJobRequest.Parser, DeleteJobResponse.Parser, nameof(DeleteJob));

    public static readonly GrpcMethod<DeleteJobsByPrefixRequestAlpha1, DeleteJobsByPrefixResponseAlpha1> DeleteJobsByPrefixAlpha1 = Of(DeleteJobsByPrefixRequestAlpha1.Parser, DeleteJobsByPrefixResponseAlpha1.Parser, nameof(DeleteJobsByPrefixAlpha1));

    public static readonly GrpcMethod<DeleteJobsByPrefixRequest, DeleteJobsByPrefixResponse> DeleteJobsByPrefix = Of(DeleteJobsByPrefixRequest.Parser, DeleteJobsByPrefixResponse.Parser, nameof(DeleteJobsByPrefix));

    public static readonly GrpcMethod<ListJobsRequestAlpha1, ListJobsResponseAlpha1> ListJobsAlpha1 = Of(ListJobsRequestAlpha1.Parser, ListJobsResponseAlpha1.Parser, nameof(ListJobsAlpha1));

    public static readonly GrpcMethod<ListJobsRequest, ListJobsResponse> ListJobs = Of(ListJobsRequest.Parser, ListJobsResponse.Parser, nameof(ListJobs));

    private static GrpcMethod<TRequest, TResponse> Of<TRequest, TResponse>(MessageParser<TRequest> request, MessageParser<TResponse> response, string name)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(Service, name, request, response);
}

using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Messages;

namespace Personalization.Sidecar.Invocation;

/// <summary>The methods that an app over gRPC serves for its sidecar.</summary>
internal static class AppMethods
{
    private const string Callback = "dapr.proto.runtime.v1.AppCallback";
    private const string Alpha = "dapr.proto.runtime.v1.AppCallbackAlpha";
    private const string Health = "dapr.proto.runtime.v1.AppCallbackHealthCheck";

    public static readonly GrpcMethod<InvokeRequest, InvokeResponse> OnInvoke = Of(Callback, nameof(OnInvoke), InvokeRequest.Parser, InvokeResponse.Parser);

    public static readonly GrpcMethod<Empty, ListTopicSubscriptionsResponse> ListTopicSubscriptions =
        Of(Callback, nameof(ListTopicSubscriptions), Empty.Parser, ListTopicSubscriptionsResponse.Parser);

    public static readonly GrpcMethod<TopicEventRequest, TopicEventResponse> OnTopicEvent = Of(Callback, nameof(OnTopicEvent), TopicEventRequest.Parser, TopicEventResponse.Parser);

    public static readonly GrpcMethod<Empty, ListInputBindingsResponse> ListInputBindings =
        Of(Callback, nameof(ListInputBindings), Empty.Parser, ListInputBindingsResponse.Parser);

    public static readonly GrpcMethod<BindingEventRequest, BindingEventResponse> OnBindingEvent =
        Of(Callback, nameof(OnBindingEvent), BindingEventRequest.Parser, BindingEventResponse.Parser);

    public static readonly GrpcMethod<JobEventRequest, JobEventResponse> OnJobEventAlpha1 = Of(Alpha, nameof(OnJobEventAlpha1), JobEventRequest.Parser, JobEventResponse.Parser);

    public static readonly GrpcMethod<Empty, HealthCheckResponse> HealthCheck = Of(Health, nameof(HealthCheck), Empty.Parser, HealthCheckResponse.Parser);

    private static GrpcMethod<TRequest, TResponse> Of<TRequest, TResponse>(string service, string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(service, name, request, response);
}

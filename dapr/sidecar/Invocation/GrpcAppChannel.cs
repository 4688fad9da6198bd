using System.Net;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.PubSub.CloudEvents;
using Personalization.Sidecar.PubSub.Streaming;
using Personalization.Sidecar.PubSub.Subscriptions;

namespace Personalization.Sidecar.Invocation;

/// <summary>
/// An app that serves <c>AppCallback</c> over gRPC. What the building blocks ask of an app over HTTP becomes the call of that service that means the same:
/// subscriptions, events, input bindings, jobs, health, and for any other path an invocation. Actors are not part of the service: such an app hosts none.
/// </summary>
internal sealed class GrpcAppChannel : IAppChannel
{
    private const string JobPrefix = "/job/";
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly AppOptions _options;
    private readonly GrpcChannel? _app;

    public GrpcAppChannel(AppOptions options)
    {
        _options = options;
        if (options.AppPort is { } port)
        {
            _app = new GrpcChannel(new UriBuilder("http", options.AppChannelAddress, port).Uri, new GrpcChannelOptions
            {
                MaxMessageBytes = (int)Math.Min(options.MaxBodyBytes, int.MaxValue),
                Metadata = options.AppToken is { } token ? [new(AppChannel.TokenHeader, token)] : [],
            });
        }
    }

    public bool HasApp => _app is not null;

    public bool WantsTopics => true;

    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string pathAndQuery, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        var headers = request.Headers.NonValidated
            .Where(header => IsMetadata(header.Key))
            .ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        if (request.Content?.Headers.ContentType is { } type)
        {
            headers["content-type"] = type.ToString();
        }

        var answer = await GuardedAsync(() => InvokeAsync(request.Method, pathAndQuery, headers, body, cancellationToken));
        var response = new HttpResponseMessage((HttpStatusCode)answer.Status) { Content = new ReadOnlyMemoryContent(answer.Body) };
        foreach (var (name, value) in answer.Headers)
        {
            response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }

    public Task<AppResponse> SendAsync(
        HttpMethod method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string>? headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken) => GuardedAsync(() =>
        {
            var data = body ?? default;
            var all = headers ?? NoHeaders;
            return (method.Method, pathAndQuery) switch
            {
                ("GET", "/dapr/subscribe") => SubscriptionsAsync(cancellationToken),
                ("GET", "/dapr/config") => Task.FromResult(Answer(HttpStatusCode.NotFound)),
                ("GET", _) when _options.AppHealth?.Path == pathAndQuery => HealthAsync(cancellationToken),
                ("OPTIONS", _) => WantsAsync(pathAndQuery, cancellationToken),
                ("POST", _) when pathAndQuery.StartsWith(JobPrefix, StringComparison.Ordinal) => JobAsync(pathAndQuery, data, cancellationToken),
                ("POST", _) when all.GetValueOrDefault("content-type")?.StartsWith(CloudEventFields.ContentType, StringComparison.Ordinal) == true =>
                    EventAsync(pathAndQuery, all, data, cancellationToken),
                _ => InvokeAsync(method, pathAndQuery, all, data, cancellationToken),
            };
        });

    /// <summary>The component's <c>route</c> is for apps over HTTP; here it has its name.</summary>
    public async Task<BindingEventAnswer> GiveAsync(
        string name, string path, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        BindingEventResponse? answer = null;
        var response = await GuardedAsync(async () =>
        {
            var e = new BindingEventRequest { Name = name, Data = UnsafeByteOperations.UnsafeWrap(data), Metadata = { headers.ToDictionary() } };
            answer = await App.CallAsync(AppMethods.OnBindingEvent, e, new GrpcCallOptions { Metadata = TraceOf(headers) }, cancellationToken);
            return Answer(HttpStatusCode.OK, answer.Data.Memory);
        });
        return new BindingEventAnswer(response, answer?.To ?? [], answer?.Concurrency == BindingEventResponse.Types.BindingEventConcurrency.Parallel);
    }

    public async Task<HttpResponseMessage> PassAsync(HttpRequestMessage request, string path, CancellationToken cancellationToken)
    {
        try
        {
            return await App.PassAsync(request, path, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new AppUnreachableException(e.Message, e);
        }
    }

    public ValueTask DisposeAsync()
    {
        _app?.Dispose();
        return ValueTask.CompletedTask;
    }

    private GrpcChannel App => _app ?? throw new AppUnreachableException($"app '{_options.AppId}' has no port");

    private async Task<AppResponse> SubscriptionsAsync(CancellationToken cancellationToken)
    {
        var wanted = await App.CallAsync(AppMethods.ListTopicSubscriptions, new Empty(), cancellationToken: cancellationToken);
        return Answer(HttpStatusCode.OK, AppSubscriptions.ToJson(wanted));
    }

    private async Task<AppResponse> HealthAsync(CancellationToken cancellationToken)
    {
        await App.CallAsync(AppMethods.HealthCheck, new Empty(), cancellationToken: cancellationToken);
        return Answer(HttpStatusCode.OK);
    }

    private async Task<AppResponse> WantsAsync(string path, CancellationToken cancellationToken)
    {
        var wanted = await App.CallAsync(AppMethods.ListInputBindings, new Empty(), cancellationToken: cancellationToken);
        return Answer(wanted.Bindings.Contains(path.TrimStart('/')) ? HttpStatusCode.OK : HttpStatusCode.NotFound);
    }

    private async Task<AppResponse> JobAsync(string path, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var name = Uri.UnescapeDataString(path[JobPrefix.Length..]);
        await App.CallAsync(
            AppMethods.OnJobEventAlpha1,
            new JobEventRequest { Name = name, Method = path[1..], Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(data) }, ContentType = "application/json" },
            cancellationToken: cancellationToken);
        return Answer(HttpStatusCode.OK);
    }

    private async Task<AppResponse> EventAsync(string path, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> envelope, CancellationToken cancellationToken)
    {
        var message = TopicEvents.FromEnvelope(envelope, path);

        // As in daprd: what the subscription is to, whatever a publisher wrote, who may have sent an object that is no cloud event.
        message.PubsubName = headers.GetValueOrDefault(AppDelivery.PubSubHeader) ?? message.PubsubName;
        message.Topic = headers.GetValueOrDefault(AppDelivery.TopicHeader) ?? message.Topic;
        var answer = await App.CallAsync(AppMethods.OnTopicEvent, message, new GrpcCallOptions { Metadata = MetadataOf(headers) }, cancellationToken);
        return Answer(HttpStatusCode.OK, System.Text.Encoding.UTF8.GetBytes($$"""{"status":"{{answer.Status.ToString().ToUpperInvariant()}}"}"""));
    }

    private async Task<AppResponse> InvokeAsync(
        HttpMethod method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string> headers,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        var mark = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        var request = new InvokeRequest
        {
            Method = (mark < 0 ? pathAndQuery : pathAndQuery[..mark]).TrimStart('/'),
            Data = new Any { Value = UnsafeByteOperations.UnsafeWrap(body) },
            ContentType = headers.GetValueOrDefault("content-type") ?? "",
            HttpExtension = new HTTPExtension
            {
                Verb = System.Enum.TryParse<HTTPExtension.Types.Verb>(method.Method, ignoreCase: true, out var verb) ? verb : HTTPExtension.Types.Verb.None,
                Querystring = mark < 0 ? "" : pathAndQuery[(mark + 1)..],
            },
        };
        var answer = await App.CallAsync(AppMethods.OnInvoke, request, new GrpcCallOptions { Metadata = MetadataOf(headers) }, cancellationToken);
        var type = answer.ContentType.Length > 0 ? new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = answer.ContentType } : NoHeaders;
        return new AppResponse((int)HttpStatusCode.OK, type, answer.Data?.Value.Memory ?? default);
    }

    private static async Task<AppResponse> GuardedAsync(Func<Task<AppResponse>> call)
    {
        try
        {
            return await call();
        }
        catch (GrpcException e) when (e.Code == GrpcStatusCode.Unavailable)
        {
            throw new AppUnreachableException(e.Message, e);
        }
        catch (GrpcException e)
        {
            return Answer(StatusOf(e.Code), System.Text.Encoding.UTF8.GetBytes(e.Status.Message));
        }
    }

    private static AppResponse Answer(HttpStatusCode status, ReadOnlyMemory<byte> body = default) => new((int)status, NoHeaders, body);

    /// <summary>daprd's HTTP status of a gRPC status. An app that lacks a method does not want what it is for.</summary>
    private static HttpStatusCode StatusOf(GrpcStatusCode code) => code switch
    {
        GrpcStatusCode.Unimplemented or GrpcStatusCode.NotFound => HttpStatusCode.NotFound,
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.FailedPrecondition or GrpcStatusCode.OutOfRange => HttpStatusCode.BadRequest,
        GrpcStatusCode.DeadlineExceeded => HttpStatusCode.GatewayTimeout,
        GrpcStatusCode.AlreadyExists or GrpcStatusCode.Aborted => HttpStatusCode.Conflict,
        GrpcStatusCode.PermissionDenied => HttpStatusCode.Forbidden,
        GrpcStatusCode.Unauthenticated => HttpStatusCode.Unauthorized,
        GrpcStatusCode.ResourceExhausted => HttpStatusCode.TooManyRequests,
        _ => HttpStatusCode.InternalServerError,
    };

    private static List<KeyValuePair<string, string>> MetadataOf(IReadOnlyDictionary<string, string> headers) =>
        [.. headers.Where(header => IsMetadata(header.Key)).Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), header.Value))];

    private static List<KeyValuePair<string, string>> TraceOf(IReadOnlyDictionary<string, string> headers) =>
        [.. headers.Where(header => header.Key is "traceparent" or "tracestate" or "baggage")];

    private static bool IsMetadata(string name) =>
        !name.StartsWith("content-", StringComparison.OrdinalIgnoreCase) && InvocationHeaders.IsReturned(name) && !name.Equals("host", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("user-agent", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("grpc-", StringComparison.OrdinalIgnoreCase)
        && !name.Equals(AppDelivery.TopicHeader, StringComparison.OrdinalIgnoreCase);
}

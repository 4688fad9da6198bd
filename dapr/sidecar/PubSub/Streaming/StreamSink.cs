using System.Collections.Concurrent;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.PubSub.Streaming;

/// <summary>
/// The app's end of a streaming subscription, in the shape of the app channel: a delivery goes out as a message of the stream, and the app's word on
/// it comes back as the answer of a call. So everything that surrounds a delivery is the same as for one over HTTP.
/// </summary>
/// <param name="subscription">What the messages are of.</param>
/// <param name="send">Writes a message to the app.</param>
/// <param name="lifetime">Fires when the stream is over: the app is gone, and what it had not settled comes again.</param>
internal sealed class StreamSink(StreamSubscription subscription, Func<TopicEventRequest, CancellationToken, Task> send, CancellationToken lifetime) : IAppChannel
{
    private const int Ok = 200;
    private static readonly Dictionary<string, string> NoHeaders = [];

    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _waiting = new(StringComparer.Ordinal);

    public bool HasApp => true;

    /// <summary>The app's word on a message; one that nobody waits for is passed over.</summary>
    public void Settle(string id, string status)
    {
        if (_waiting.TryRemove(id, out var answer))
        {
            answer.TrySetResult(status);
        }
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, string pathAndQuery, CancellationToken cancellationToken) =>
        throw new NotSupportedException("a streaming subscription takes events only");

    public async Task<AppResponse> SendAsync(
        HttpMethod method,
        string pathAndQuery,
        IReadOnlyDictionary<string, string>? headers,
        ReadOnlyMemory<byte>? body,
        CancellationToken cancellationToken)
    {
        var message = TopicEvents.FromEnvelope(body ?? default, pathAndQuery);
        // A dead letter's envelope names the topic it was first published to.
        (message.PubsubName, message.Topic) = (subscription.PubsubName, subscription.Topic);
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_waiting.TryAdd(message.Id, answer))
        {
            throw new AppUnreachableException($"event {message.Id} is in the app's hands already");
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lifetime);
        try
        {
            await send(message, either.Token);
            var status = await answer.Task.WaitAsync(either.Token);
            return new AppResponse(Ok, NoHeaders, System.Text.Encoding.UTF8.GetBytes($$"""{"status":"{{status}}"}"""));
        }
        catch (Exception exception) when (lifetime.IsCancellationRequested)
        {
            throw new AppUnreachableException("the app closed the stream", exception);
        }
        finally
        {
            _waiting.TryRemove(message.Id, out _);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

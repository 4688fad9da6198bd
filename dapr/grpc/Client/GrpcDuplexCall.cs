using Google.Protobuf;

namespace Personalization.Grpc.Client;

/// <summary>A call in progress with messages both ways. Writers take turns; there is one reader.</summary>
internal sealed class GrpcDuplexCall<TRequest, TResponse>(
    GrpcMethod<TRequest, TResponse> method,
    GrpcRequestStream requests,
    HttpRequestMessage request,
    Task<HttpResponseMessage> answering,
    GrpcLimit limit,
    int maxMessageBytes) : IAsyncDisposable
    where TRequest : class, IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>
{
    private bool _disposed;

    /// <exception cref="GrpcException">The call is over, and was not OK.</exception>
    public async Task WriteAsync(TRequest message)
    {
        var writing = requests.WriteAsync(message, limit.Token);

        // A request that cannot be sent ends without its body ever being asked for.
        if (await Task.WhenAny(writing, answering) == answering && answering.IsFaulted)
        {
            _ = writing.ContinueWith(task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            await GuardedAsync(() => answering);
        }

        await GuardedAsync(() => writing);
    }

    /// <summary>Tells the server that no more messages come.</summary>
    public Task CompleteAsync()
    {
        requests.Complete();
        return Task.CompletedTask;
    }

    /// <summary>The server's messages, until it ends the call.</summary>
    /// <exception cref="GrpcException">It ended the call with another status than OK.</exception>
    public async IAsyncEnumerable<TResponse> ReadAllAsync()
    {
        GrpcAnswer? answer = null;
        await GuardedAsync(async () => answer = await GrpcAnswer.OpenAsync(await answering, maxMessageBytes, limit.Token));
        while (true)
        {
            TResponse? response = null;
            await GuardedAsync(async () => response = await answer!.ReadAsync(method.Response, limit.Token));
            if (response is null)
            {
                yield break;
            }

            yield return response;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        limit.Cancel();
        await ((Task)answering).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answering.IsCompletedSuccessfully)
        {
            (await answering).Dispose();
        }

        request.Dispose();
        limit.Dispose();
    }

    private async Task GuardedAsync(Func<Task> step)
    {
        try
        {
            await step();
        }
        catch (Exception e) when (GrpcFailure.Of(e, limit) is { } failure)
        {
            throw failure;
        }
    }
}

using System.Collections.Concurrent;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Configuration;

namespace Personalization.Sidecar.Grpc;

/// <summary>Configuration over gRPC. A subscription is a stream: its id first, without items, then a message a change, until the client or an unsubscribe ends it.</summary>
internal sealed class ConfigurationMethods(ConfigurationApi configuration)
{
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _streams = new(StringComparer.Ordinal);

    public void Map(GrpcServer server)
    {
        server.MapUnary(DaprMethods.GetConfiguration, GetAsync);
        server.MapUnary(DaprMethods.GetConfigurationAlpha1, GetAsync);
        server.MapServerStream(DaprMethods.SubscribeConfiguration, SubscribeAsync);
        server.MapServerStream(DaprMethods.SubscribeConfigurationAlpha1, SubscribeAsync);
        server.MapUnary(DaprMethods.UnsubscribeConfiguration, UnsubscribeAsync);
        server.MapUnary(DaprMethods.UnsubscribeConfigurationAlpha1, UnsubscribeAsync);
    }

    private async Task<GetConfigurationResponse> GetAsync(GetConfigurationRequest request, GrpcServerCall call)
    {
        var response = new GetConfigurationResponse();
        Add(response.Items, await configuration.GetAsync(request.StoreName, request.Keys, request.Metadata.AsReadOnly(), call.CancellationToken));
        return response;
    }

    private async Task SubscribeAsync(SubscribeConfigurationRequest request, GrpcResponses<SubscribeConfigurationResponse> responses, GrpcServerCall call)
    {
        using var stream = CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken);
        var welcomed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var id = await configuration.SubscribeAsync(request.StoreName, request.Keys, request.Metadata.AsReadOnly(), TellAsync, call.CancellationToken);
        _streams[id] = stream;
        try
        {
            await responses.WriteAsync(new SubscribeConfigurationResponse { Id = id });
            welcomed.SetResult();
            await Task.Delay(Timeout.Infinite, stream.Token);
        }
        catch (OperationCanceledException) when (!call.CancellationToken.IsCancellationRequested)
        {
            // Unsubscribed by its id: a good end.
        }
        finally
        {
            if (_streams.TryRemove(id, out _))
            {
                await EndAsync(request.StoreName, id);
            }
        }

        async Task TellAsync(ConfigurationUpdate update, CancellationToken cancellationToken)
        {
            await welcomed.Task.WaitAsync(cancellationToken);
            var response = new SubscribeConfigurationResponse { Id = update.Id };
            Add(response.Items, update.Items);
            await responses.WriteAsync(response, cancellationToken);
        }
    }

    private async Task<UnsubscribeConfigurationResponse> UnsubscribeAsync(UnsubscribeConfigurationRequest request, GrpcServerCall call)
    {
        _streams.TryRemove(request.Id, out var stream);
        try
        {
            await configuration.UnsubscribeAsync(request.StoreName, request.Id);
        }
        catch (DaprApiException e) when (e.ErrorCode == ConfigurationErrorCodes.Unsubscribe)
        {
            return new UnsubscribeConfigurationResponse { Ok = false, Message = e.Message };
        }
        finally
        {
            if (stream is not null)
            {
                await stream.CancelAsync();
            }
        }

        return new UnsubscribeConfigurationResponse { Ok = true };
    }

    private async Task EndAsync(string store, string id)
    {
        try
        {
            await configuration.UnsubscribeAsync(store, id);
        }
        catch (DaprApiException)
        {
            // The sidecar's stop was first.
        }
    }

    private static void Add(IDictionary<string, Personalization.Grpc.Messages.ConfigurationItem> to, IReadOnlyDictionary<string, Configuration.ConfigurationItem> items)
    {
        foreach (var (key, item) in items)
        {
            to[key] = new Personalization.Grpc.Messages.ConfigurationItem { Value = item.Value, Version = item.Version, Metadata = { item.Metadata.ToDictionary() } };
        }
    }
}

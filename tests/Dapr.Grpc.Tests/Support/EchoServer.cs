using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Grpc.Server;

namespace Personalization.Grpc.Tests.Support;

/// <summary>A Kestrel on a free port, with <see cref="EchoMethods"/> or an answer of one's own.</summary>
internal sealed class EchoServer : IAsyncDisposable
{
    /// <summary>Metadata that the server wants to see; any other value is refused.</summary>
    public const string Token = "dapr-api-token";

    public const string GoodToken = "secret";

    private readonly WebApplication _app;

    private EchoServer(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    public ConcurrentQueue<(string Path, GrpcStatusCode Code)> Ended { get; } = new();

    /// <summary>Completes when a handler of <see cref="EchoMethods.Silent"/> was cancelled.</summary>
    public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static async Task<EchoServer> StartAsync(int maxMessageBytes = 1 << 20, int maxStreams = 100)
    {
        EchoServer? self = null;
        var grpc = new GrpcServer(new GrpcServerOptions
        {
            MaxMessageBytes = maxMessageBytes,
            Refuse = call => call.Metadata(Token) is { } token && token != GoodToken ? new GrpcStatus(GrpcStatusCode.Unauthenticated, "invalid api token") : null,
            Translate = e => e is InvalidTimeZoneException ? new GrpcStatus(GrpcStatusCode.FailedPrecondition, e.Message) : null,
            Ended = (call, code) => self!.Ended.Enqueue((call.Path, code)),
        });
        grpc.MapUnary(EchoMethods.Unary, (request, call) => Answer(request, call));
        grpc.MapServerStream(EchoMethods.Spell, async (request, responses, _) =>
        {
            foreach (var letter in request.Value)
            {
                await responses.WriteAsync(new StringValue { Value = letter.ToString() });
            }
        });
        grpc.MapDuplex(EchoMethods.Duplex, async (requests, responses, _) =>
        {
            await foreach (var request in requests)
            {
                await responses.WriteAsync(request);
            }
        });
        grpc.MapUnary(EchoMethods.Fail, Task<StringValue> (request, call) =>
        {
            call.AddTrailer("reason", "because");
            throw request.Value switch
            {
                "foreseen" => new InvalidTimeZoneException("the zone"),
                "unforeseen" => new InvalidOperationException("not for strangers"),
                _ => new GrpcException(GrpcStatusCode.Aborted, request.Value),
            };
        });
        grpc.MapServerStream(EchoMethods.FailLate, async (request, responses, _) =>
        {
            await responses.WriteAsync(request);
            await responses.WriteAsync(request);
            throw new GrpcException(GrpcStatusCode.NotFound, "no more");
        });
        grpc.MapUnary(EchoMethods.Silent, async (request, call) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, call.CancellationToken);
            }
            catch (OperationCanceledException)
            {
                self!.Cancelled.TrySetResult();
                throw;
            }

            return request;
        });
        return self = await StartAsync(grpc.HandleAsync, maxStreams);
    }

    /// <summary>A server that answers whatever it likes.</summary>
    public static async Task<EchoServer> StartAsync(RequestDelegate answer, int maxStreams = 100)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.Http2.MaxStreamsPerConnection = maxStreams;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new EchoServer(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static Task<StringValue> Answer(StringValue request, GrpcServerCall call)
    {
        if (call.Metadata("echo") is { } echo)
        {
            call.AddTrailer("echo", echo);
        }

        return Task.FromResult(request);
    }
}

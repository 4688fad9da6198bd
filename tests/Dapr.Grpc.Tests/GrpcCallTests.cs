using System.Net;
using Google.Protobuf.WellKnownTypes;
using Microsoft.AspNetCore.Http;
using Personalization.Grpc.Client;
using Personalization.Grpc.Tests.Support;

namespace Personalization.Grpc.Tests;

/// <summary>Our client and our server, over real connections.</summary>
public sealed class GrpcCallTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("Grüße")]
    [InlineData("long", 900_000)]
    public async Task Unary_AnyMessage_ComesBack(string text, int repeat = 1)
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);
        var message = new StringValue { Value = string.Concat(Enumerable.Repeat(text, repeat / Math.Max(1, text.Length) + 1)) };

        (await channel.CallAsync(EchoMethods.Unary, message, cancellationToken: Stop)).ShouldBe(message);
    }

    [Fact]
    public async Task Stream_ManyMessages_ComeInOrderAndEnd()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);
        var text = string.Concat(Enumerable.Range(0, 1000).Select(i => (char)('a' + i % 26)));

        var letters = new List<string>();
        await foreach (var letter in channel.StreamAsync(EchoMethods.Spell, new StringValue { Value = text }, cancellationToken: Stop))
        {
            letters.Add(letter.Value);
        }

        string.Concat(letters).ShouldBe(text);
    }

    [Fact]
    public async Task Duplex_EachMessage_IsAnsweredBeforeTheNextIsSent()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);
        await using var call = channel.Open(EchoMethods.Duplex, cancellationToken: Stop);
        await using var answers = call.ReadAllAsync().GetAsyncEnumerator(Stop);

        foreach (var text in new[] { "one", "two", "three" })
        {
            await call.WriteAsync(new StringValue { Value = text });
            (await answers.MoveNextAsync()).ShouldBeTrue();
            answers.Current.Value.ShouldBe(text);
        }

        await call.CompleteAsync();
        (await answers.MoveNextAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Unary_Refused_StatusMessageAndTrailersArrive()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Fail, new StringValue { Value = "100 % Größe\n" }, cancellationToken: Stop));

        error.Code.ShouldBe(GrpcStatusCode.Aborted);
        error.Status.Message.ShouldBe("100 % Größe\n");
        error.Trailers["reason"].ShouldBe("because");
    }

    [Theory]
    [InlineData("foreseen", GrpcStatusCode.FailedPrecondition, "the zone")]
    [InlineData("unforeseen", GrpcStatusCode.Internal, "the call failed; the server's log says why")]
    public async Task Unary_HandlerThrows_IsTranslatedOrHidden(string text, object code, string message)
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Fail, new StringValue { Value = text }, cancellationToken: Stop));

        (error.Code, error.Status.Message).ShouldBe(((GrpcStatusCode)code, message));
    }

    [Fact]
    public async Task Stream_FailsAfterMessages_MessagesComeFirst()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);
        var seen = 0;

        var error = await Should.ThrowAsync<GrpcException>(async () =>
        {
            await foreach (var _ in channel.StreamAsync(EchoMethods.FailLate, new StringValue { Value = "x" }, cancellationToken: Stop))
            {
                seen++;
            }
        });

        (seen, error.Code).ShouldBe((2, GrpcStatusCode.NotFound));
    }

    [Fact]
    public async Task Unary_UnknownMethod_IsUnimplemented()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Missing, new StringValue(), cancellationToken: Stop));

        error.Code.ShouldBe(GrpcStatusCode.Unimplemented);
        error.Status.Message.ShouldContain("/test.Echo/Missing");
    }

    [Theory]
    [InlineData(EchoServer.GoodToken, GrpcStatusCode.Ok)]
    [InlineData("guess", GrpcStatusCode.Unauthenticated)]
    public async Task Unary_Token_IsLookedAt(string token, object expected)
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address, new GrpcChannelOptions { Metadata = [new(EchoServer.Token, token)] });

        var code = GrpcStatusCode.Ok;
        try
        {
            await channel.CallAsync(EchoMethods.Unary, new StringValue(), cancellationToken: Stop);
        }
        catch (GrpcException e)
        {
            code = e.Code;
        }

        code.ShouldBe((GrpcStatusCode)expected);
    }

    [Fact]
    public async Task Unary_DeadlinePasses_BothSidesEnd()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(
            EchoMethods.Silent, new StringValue(), new GrpcCallOptions { Timeout = TimeSpan.FromMilliseconds(300) }, Stop));

        error.Code.ShouldBe(GrpcStatusCode.DeadlineExceeded);
        await server.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Fact]
    public async Task Unary_CallerGivesUp_ServerIsToldAndCallerSeesItsOwnCancellation()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        giveUp.CancelAfter(TimeSpan.FromMilliseconds(200));

        await Should.ThrowAsync<OperationCanceledException>(() => channel.CallAsync(EchoMethods.Silent, new StringValue(), cancellationToken: giveUp.Token));

        await server.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60), Stop);
    }

    [Fact]
    public async Task Unary_TooLongForTheServer_IsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync(maxMessageBytes: 1000);
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Unary, new StringValue { Value = new string('x', 100_000) }, cancellationToken: Stop));

        error.Code.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Unary_TooLongForTheClient_IsResourceExhausted()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address, new GrpcChannelOptions { MaxMessageBytes = 1000 });

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Unary, new StringValue { Value = new string('x', 100_000) }, cancellationToken: Stop));

        error.Code.ShouldBe(GrpcStatusCode.ResourceExhausted);
    }

    [Fact]
    public async Task Calls_MoreAtOnceThanAConnectionTakes_OpenAnother()
    {
        await using var server = await EchoServer.StartAsync(maxStreams: 4);
        using var channel = new GrpcChannel(server.Address);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var held = Enumerable.Range(0, 16).Select(_ => channel.CallAsync(EchoMethods.Silent, new StringValue(), cancellationToken: giveUp.Token)).ToList();

        var answer = await channel.CallAsync(EchoMethods.Unary, new StringValue { Value = "through" }, cancellationToken: Stop);

        answer.Value.ShouldBe("through");
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Task.WhenAll(held));
    }

    [Fact]
    public async Task Unary_NobodyListens_IsUnavailable()
    {
        using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{Ports.Free()}"));

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Unary, new StringValue(), cancellationToken: Stop));

        error.Code.ShouldBe(GrpcStatusCode.Unavailable);
    }

    [Fact]
    public async Task Duplex_NobodyListens_WritingAndReadingAreUnavailable()
    {
        using var channel = new GrpcChannel(new Uri($"http://127.0.0.1:{Ports.Free()}"));
        await using var call = channel.Open(EchoMethods.Duplex, cancellationToken: Stop);

        var writing = await Should.ThrowAsync<GrpcException>(() => call.WriteAsync(new StringValue()));
        var reading = await Should.ThrowAsync<GrpcException>(async () => await call.ReadAllAsync().GetAsyncEnumerator(Stop).MoveNextAsync());

        (writing.Code, reading.Code).ShouldBe((GrpcStatusCode.Unavailable, GrpcStatusCode.Unavailable));
    }

    [Fact]
    public async Task Ended_EveryCall_IsTold()
    {
        await using var server = await EchoServer.StartAsync();
        using var channel = new GrpcChannel(server.Address);

        await channel.CallAsync(EchoMethods.Unary, new StringValue(), cancellationToken: Stop);
        await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Fail, new StringValue(), cancellationToken: Stop));

        await Eventually.TrueAsync(() => server.Ended.Count == 2);
        server.Ended.ShouldBe([("/test.Echo/Unary", GrpcStatusCode.Ok), ("/test.Echo/Fail", GrpcStatusCode.Aborted)]);
    }

    [Theory]
    [InlineData(StatusCodes.Status503ServiceUnavailable, GrpcStatusCode.Unavailable)]
    [InlineData(StatusCodes.Status401Unauthorized, GrpcStatusCode.Unauthenticated)]
    [InlineData(StatusCodes.Status404NotFound, GrpcStatusCode.Unimplemented)]
    [InlineData(StatusCodes.Status200OK, GrpcStatusCode.Unknown)]
    public async Task Unary_ServerIsNotGrpc_CodeOfTheHttpStatus(int status, object expected)
    {
        await using var server = await EchoServer.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync("<html>");
        });
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Unary, new StringValue(), cancellationToken: Stop));

        error.Code.ShouldBe((GrpcStatusCode)expected);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, "inside a message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, "without grpc-status")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0 }, "compressed")]
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF }, "larger than max")]
    [InlineData(new byte[0], "without grpc-status")]
    public async Task Unary_ServerSendsNonsense_IsAnErrorThatSaysSo(byte[] body, string reason)
    {
        await using var server = await EchoServer.StartAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(body);
        });
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Unary, new StringValue(), cancellationToken: Stop));

        error.Status.Message.ShouldContain(reason);
    }

    [Fact]
    public async Task Unary_ServerDropsTheStream_IsAnErrorNotAHang()
    {
        await using var server = await EchoServer.StartAsync(http =>
        {
            http.Abort();
            return Task.CompletedTask;
        });
        using var channel = new GrpcChannel(server.Address);

        var error = await Should.ThrowAsync<GrpcException>(() => channel.CallAsync(EchoMethods.Unary, new StringValue(), cancellationToken: Stop));

        error.Code.ShouldBeOneOf(GrpcStatusCode.Internal, GrpcStatusCode.Cancelled, GrpcStatusCode.Unavailable);
    }
}

using System.Net;
using System.Net.Http.Headers;
using Personalization.Grpc.Client;
using Personalization.Grpc.Tests.Support;

namespace Personalization.Grpc.Tests;

/// <summary>What no client of gRPC would send.</summary>
public sealed class HostileRequestTests
{
    private static readonly byte[] Good = [0, 0, 0, 0, 3, 0x0A, 1, (byte)'x'];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(new byte[0], 13, "none came")]
    [InlineData(new byte[] { 0, 0, 0 }, 13, "inside a message")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 0x0A }, 13, "inside a message")]
    [InlineData(new byte[] { 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3 }, 8, "4294967295 vs. 1048576")]
    [InlineData(new byte[] { 1, 0, 0, 0, 1, 1 }, 12, "compressed")]
    [InlineData(new byte[] { 7, 0, 0, 0, 1, 1 }, 13, "neither 0 nor 1")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 0x0A, 9 }, 13, "cannot be read")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 13, "more came")]
    public async Task Unary_BadBody_IsRefused(byte[] body, int code, string reason)
    {
        await using var server = await EchoServer.StartAsync();

        using var answer = await SendAsync(server, body);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        StatusOf(answer).ShouldBe($"{code}");
        Uri.UnescapeDataString(answer.Headers.GetValues("grpc-message").Single()).ShouldContain(reason);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("S")]
    [InlineData("-1S")]
    [InlineData("123456789S")]
    [InlineData("5 S")]
    public async Task Unary_BadTimeout_IsRefused(string timeout)
    {
        await using var server = await EchoServer.StartAsync();

        using var answer = await SendAsync(server, Good, request => request.Headers.TryAddWithoutValidation("grpc-timeout", timeout));

        StatusOf(answer).ShouldBe(timeout.Length == 0 ? "0" : "13");
    }

    [Fact]
    public async Task Unary_BadRequests_LeaveTheConnectionUsable()
    {
        await using var server = await EchoServer.StartAsync();
        for (var i = 0; i < 50; i++)
        {
            using var refused = await SendAsync(server, [0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]);
        }

        using var answer = await SendAsync(server, Good);

        StatusOf(answer).ShouldBe("0");
    }

    [Theory]
    [InlineData("GET", "application/grpc", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "application/json", HttpStatusCode.UnsupportedMediaType)]
    public async Task Request_NotGrpc_IsRefusedByHttp(string method, string contentType, HttpStatusCode expected)
    {
        await using var server = await EchoServer.StartAsync();

        using var answer = await SendAsync(server, Good, request =>
        {
            request.Method = new HttpMethod(method);
            request.Content!.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        });

        answer.StatusCode.ShouldBe(expected);
    }

    private static async Task<HttpResponseMessage> SendAsync(EchoServer server, byte[] body, Action<HttpRequestMessage>? change = null)
    {
        using var invoker = new HttpMessageInvoker(GrpcChannel.CreateHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, EchoMethods.Unary.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        change?.Invoke(request);
        var answer = await invoker.SendAsync(request, Stop);
        await answer.Content.LoadIntoBufferAsync(Stop);
        return answer;
    }

    private static string StatusOf(HttpResponseMessage answer) =>
        (answer.TrailingHeaders.TryGetValues("grpc-status", out var values) ? values : answer.Headers.GetValues("grpc-status")).Single();
}

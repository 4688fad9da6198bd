using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.State;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Invocation;

/// <summary>Whatever the app speaks, a call and its answer are the same to both ends.</summary>
public class InvocationTests
{
    /// <summary>What the app speaks.</summary>
    protected virtual HttpProtocols Spoken => HttpProtocols.Http1;

    private AppProtocol Protocol => Spoken == HttpProtocols.Http2 ? AppProtocol.H2c : AppProtocol.Http;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1.0/invoke/callee/method/a/b?q=1&q=%C3%BC", null, "/a/b?q=1&q=%C3%BC")]
    [InlineData("//v1.0/invoke/callee/method//a//b/", null, "/a/b")]
    [InlineData("/v1.0/invoke/callee/method/a%20b%2Fc", null, "/a%20b%2Fc")]
    [InlineData("/v1.0/invoke/callee/method/a/../../../b", null, "/b")]
    [InlineData("/v1.0/invoke/callee/method/%2e%2e/b", null, "/b")]
    [InlineData("/v1.0/invoke/callee/method", null, "/")]
    [InlineData("/v1.0/invoke/callee.default/method/a", null, "/a")]
    [InlineData("/orders/1?x=y", "callee", "/orders/1?x=y")]
    public async Task Invoke_Path_ReachesAppAsSent(string path, string? header, string expected)
    {
        await using var app = await AppAsync(http => http.Response.WriteAsync(http.Features.Get<IHttpRequestFeature>()!.RawTarget));
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");
        using var request = new HttpRequestMessage(HttpMethod.Get, Raw(client, path));
        if (header is not null)
        {
            request.Headers.Add("dapr-app-id", header);
        }

        using var answer = await client.SendAsync(request, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe(expected);
    }

    [Fact]
    public async Task Invoke_AnyStatusHeadersAndBody_ComeBackUntouched()
    {
        await using var app = await AppAsync(async http =>
        {
            var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            http.Response.StatusCode = int.Parse(http.Request.Query["status"].ToString());
            http.Response.Headers["X-Twice"] = new[] { "a", "b" };
            http.Response.Headers.Location = "/elsewhere";
            http.Response.ContentType = "application/x-odd; v=1";
            await http.Response.Body.WriteAsync(body.ToArray());
        });
        await using var sidecar = await StartAsync(app);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = sidecar.Client("caller").BaseAddress };
        var bytes = Enumerable.Range(0, 300_000).Select(i => (byte)i).ToArray();

        foreach (var status in new[] { 200, 201, 302, 404, 409, 500, 503 })
        {
            using var answer = await client.PostAsync(new Uri($"/v1.0/invoke/callee/method/x?status={status}", UriKind.Relative), new ByteArrayContent(bytes), Token);

            ((int)answer.StatusCode).ShouldBe(status);
            answer.Headers.GetValues("X-Twice").ShouldBe(["a", "b"]);
            answer.Headers.Location!.OriginalString.ShouldBe("/elsewhere");
            answer.Content.Headers.ContentType!.ToString().ShouldBe("application/x-odd; v=1");
            (await answer.Content.ReadAsByteArrayAsync(Token)).ShouldBe(bytes);
        }
    }

    [Fact]
    public async Task Invoke_RequestHeaders_FollowTheContract()
    {
        await using var app = await AppAsync(http => http.Response.WriteAsJsonAsync(
            http.Request.Headers.ToDictionary(h => h.Key.ToLowerInvariant(), h => h.Value.ToString())));
        await using var sidecar = await TestSidecar.StartAsync(
            "",
            [
                new AppOptions { AppId = "caller", ApiToken = "let-me-in", Namespace = "shop" },
                new AppOptions { AppId = "callee", AppPort = app.Port, AppProtocol = Protocol, AppToken = "from-dapr" },
            ]);
        using var client = sidecar.Client("caller");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1.0/invoke/callee/method/x") { Content = TestSidecar.Json("{}") };
        request.Headers.Add("dapr-api-token", "let-me-in");
        request.Headers.Add("X-Own", "1");
        request.Headers.Add("X-Hop", "gone");
        request.Headers.Connection.Add("X-Hop");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        request.Headers.Add("tracestate", "a=b");

        using var answer = await client.SendAsync(request, Token);

        var seen = JsonSerializer.Deserialize<Dictionary<string, string>>(await answer.Content.ReadAsStringAsync(Token))!;
        seen["x-own"].ShouldBe("1");
        seen.ShouldNotContainKey("x-hop");
        seen["dapr-api-token"].ShouldBe("from-dapr");
        seen["dapr-caller-app-id"].ShouldBe("caller");
        seen["dapr-caller-namespace"].ShouldBe("shop");
        seen["dapr-callee-app-id"].ShouldBe("callee");
        seen.ShouldContainKey("x-forwarded-for");
        seen.ShouldContainKey("x-forwarded-host");
        seen.ShouldContainKey("forwarded");
        seen["host"].ShouldBe($"127.0.0.1:{app.Port}");
        seen["tracestate"].ShouldBe("a=b");
        seen["content-type"].ShouldBe("application/json; charset=utf-8");
        seen["traceparent"].ShouldStartWith("00-0af7651916cd43dd8448eb211c80319c-");
        seen["traceparent"].ShouldNotContain("b7ad6b7169203331");
        answer.Headers.GetValues("traceparent").Single().ShouldBe(seen["traceparent"]);
    }

    [Fact]
    public async Task Invoke_EventStream_ArrivesPartByPart()
    {
        var next = new SemaphoreSlim(0);
        await using var app = await AppAsync(async http =>
        {
            http.Response.ContentType = "text/event-stream";
            foreach (var part in new[] { "data: 1\n\n", "data: 2\n\n" })
            {
                await http.Response.WriteAsync(part);
                await http.Response.Body.FlushAsync();
                await next.WaitAsync(Token);
            }
        });
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");

        using var answer = await client.GetAsync(new Uri("/v1.0/invoke/callee/method/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));

        (await reader.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldBe("data: 1");
        next.Release();
        await reader.ReadLineAsync(Token);
        (await reader.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldBe("data: 2");
        next.Release();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Invoke_Trailers_ReachACallerThatTakesThem(bool takes)
    {
        await using var app = await AppAsync(async http =>
        {
            if (http.Response.SupportsTrailers())
            {
                http.Request.Headers.TE.ToString().ShouldBe(takes ? "trailers" : "");
                http.Response.DeclareTrailer("x-sum");
                await http.Response.WriteAsync("body");
                http.Response.AppendTrailer("x-sum", "42");
                return;
            }

            http.Response.Headers.TransferEncoding = "chunked";
            http.Response.Headers.Trailer = "x-sum";
            await http.Response.WriteAsync("4\r\nbody\r\n0\r\nx-sum: 42\r\n\r\n");
        });
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");
        for (var call = 0; call < 2; call++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1.0/invoke/callee/method/x");
            if (takes)
            {
                request.Headers.TE.ParseAdd("trailers");
            }

            using var answer = await client.SendAsync(request, Token);

            answer.IsSuccessStatusCode.ShouldBeTrue();
            (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("body");
            answer.TrailingHeaders.Select(trailer => $"{trailer.Key}={trailer.Value.Single()}").ShouldBe(takes ? ["x-sum=42"] : []);
            answer.Headers.Contains("Trailer").ShouldBe(takes);
        }
    }

    [Fact]
    public async Task Invoke_ChunkedRequest_StreamsThrough()
    {
        await using var app = await AppAsync(async http =>
        {
            http.Request.ContentLength.ShouldBeNull();
            await http.Request.Body.CopyToAsync(http.Response.Body);
        });
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");
        using var request = new HttpRequestMessage(HttpMethod.Put, "/v1.0/invoke/callee/method/x") { Content = new StringContent("parts") };
        request.Headers.TransferEncodingChunked = true;

        using var answer = await client.SendAsync(request, Token);

        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("parts");
    }

    [Fact]
    public async Task Invoke_BodyOverLimit_Is413()
    {
        await using var app = await AppAsync(http => http.Request.Body.CopyToAsync(Stream.Null));
        await using var sidecar = await TestSidecar.StartAsync(
            "", [new AppOptions { AppId = "caller", MaxBodyBytes = 1000 }, new AppOptions { AppId = "callee", AppPort = app.Port, AppProtocol = Protocol }]);
        using var client = sidecar.Client("caller");
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1.0/invoke/callee/method/x") { Content = new ByteArrayContent(new byte[5000]) };
        chunked.Headers.TransferEncodingChunked = true;

        using var counted = await client.PostAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), new ByteArrayContent(new byte[5000]), Token);
        using var streamed = await client.SendAsync(chunked, Token);

        counted.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        streamed.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory]
    [InlineData("/v1.0/invoke/nobody/method/x", 500, "ERR_DIRECT_INVOKE")]
    [InlineData("/v1.0/invoke/caller/method/x", 500, "ERR_DIRECT_INVOKE")]
    [InlineData("/v1.0/invoke/callee", 404, "ERR_DIRECT_INVOKE")]
    [InlineData("/v1.0/invoke/callee/methods/x", 404, "ERR_DIRECT_INVOKE")]
    [InlineData("/v1.0/invoke/callee/method/a%23b", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/invoke/callee/method/a%3Fb", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/invoke/callee/method/a%01b", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("/v1.0/invoke/http://example.com", 404, "ERR_DIRECT_INVOKE")]
    public async Task Invoke_WhatCannotBe_IsRefused(string path, int status, string code)
    {
        await using var app = await AppAsync(_ => Task.CompletedTask);
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");

        using var answer = await client.GetAsync(Raw(client, path), Token);

        await StateHttpTests.ShouldRefuseAsync(answer, (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task Invoke_AppComesBackWithinASecond_IsRetried()
    {
        var app = await AppAsync(_ => Task.CompletedTask);
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");
        await app.DisposeAsync();
        await LeaveOldConnectionsAsync(client);

        var pending = client.PostAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), new StringContent("body"), Token);
        await using var back = await AppAsync(http => http.Request.Body.CopyToAsync(http.Response.Body), port: app.Port);

        using var answer = await pending;
        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe("body");
    }

    /// <summary>A body that went out on a connection to the dead app is not sent again; a call without one, given up while it waits for its second try, finds them all dead.</summary>
    private static async Task LeaveOldConnectionsAsync(HttpClient client)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Token);
        giveUp.CancelAfter(TimeSpan.FromMilliseconds(500));
        await Should.ThrowAsync<OperationCanceledException>(() => client.GetAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), giveUp.Token));
    }

    [Fact]
    public async Task Invoke_AnswerBreaksOff_IsNotPassedOffAsWhole()
    {
        await using var app = await AppAsync(async http =>
        {
            http.Response.ContentLength = 100;
            await http.Response.WriteAsync("half");
            await http.Response.Body.FlushAsync();
            http.Abort();
        });
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");

        await Should.ThrowAsync<HttpRequestException>(() => client.GetStringAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), Token));
    }

    [Fact]
    public async Task Invoke_App_IsSpokenToInItsProtocol()
    {
        await using var app = await AppAsync(http => http.Response.WriteAsync(http.Request.Protocol));
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");

        (await client.GetStringAsync(new Uri("/v1.0/invoke/callee/method/x", UriKind.Relative), Token)).ShouldBe(Spoken == HttpProtocols.Http2 ? "HTTP/2" : "HTTP/1.1");
    }

    [Theory]
    [InlineData("HEAD")]
    [InlineData("OPTIONS")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Invoke_Method_IsKept(string method)
    {
        await using var app = await AppAsync(http =>
        {
            http.Response.Headers["X-Method"] = http.Request.Method;
            http.Response.ContentLength = 3;
            return HttpMethods.IsHead(http.Request.Method) ? Task.CompletedTask : http.Response.WriteAsync("abc");
        });
        await using var sidecar = await StartAsync(app);
        using var client = sidecar.Client("caller");

        using var answer = await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), "/v1.0/invoke/callee/method/x"), Token);

        answer.Headers.GetValues("X-Method").Single().ShouldBe(method);
        answer.Content.Headers.ContentLength.ShouldBe(3);
    }

    private static Uri Raw(HttpClient client, string path) => new(
        client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private Task<FakeApp> AppAsync(RequestDelegate handler, int port = 0) => FakeApp.StartAsync(handler, Spoken, port);

    private Task<TestSidecar> StartAsync(FakeApp app) => TestSidecar.StartAsync(
        "", [new AppOptions { AppId = "caller" }, new AppOptions { AppId = "callee", AppPort = app.Port, AppProtocol = Protocol }]);
}

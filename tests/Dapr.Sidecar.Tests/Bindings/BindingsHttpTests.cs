using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Bindings;

/// <summary>Output bindings over HTTP: what every type shares, and <c>bindings.http</c> against a real server.</summary>
public sealed class BindingsHttpTests : IAsyncLifetime
{
    private readonly SidecarGroup _group = new();
    private readonly TempFolder _folder = new();
    private readonly ConcurrentQueue<(string Method, string Path, string Body, Dictionary<string, string> Headers)> _calls = new();
    private FakeApp _server = null!;
    private HttpClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await FakeApp.StartAsync(async http =>
        {
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
            _calls.Enqueue((http.Request.Method, http.Request.Path + http.Request.QueryString, await reader.ReadToEndAsync(), http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
            http.Response.Headers["X-Answer"] = "yes";
            http.Response.StatusCode = http.Request.Path == "/fails" ? 418 : http.Request.Path == "/empty" ? 204 : 200;
            if (http.Request.Path != "/empty")
            {
                await http.Response.WriteAsync("""{"ok":true}""");
            }
        });
        _client = await _group.AddAsync(
            "shop",
            null,
            SidecarGroup.Component("out", "bindings.http", ("url", $"http://127.0.0.1:{_server.Port}/"), ("securityToken", "s3cret"), ("securityTokenHeader", "X-Token")),
            SidecarGroup.Component("files", "bindings.localstorage", ("rootPath", _folder.File("root"))),
            SidecarGroup.Component("clock", "bindings.cron", ("schedule", "@daily")),
            SidecarGroup.Component("inward", "bindings.http", ("url", "http://127.0.0.1:1/"), ("direction", "input")));
    }

    public async ValueTask DisposeAsync()
    {
        await _group.DisposeAsync();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    [Trait("req", "R10.2")]
    public async Task Http_Post_SendsDataAndHeadersAndAnswersBodyAndMetadata()
    {
        var response = await InvokeAsync("out", """{"operation":"post","data":{"a":[1]},"metadata":{"path":"/orders?x=1","X-Custom":"c","lower":"no","Content-Type":"application/vnd.a+json"}}""");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(Token)).ShouldBe("""{"ok":true}""");
        response.Headers.GetValues("metadata.statusCode").ShouldBe(["200"]);
        response.Headers.GetValues("metadata.status").ShouldBe(["200 OK"]);
        response.Headers.GetValues("metadata.X-Answer").ShouldBe(["yes"]);
        _calls.TryDequeue(out var call).ShouldBeTrue();
        (call.Method, call.Path, call.Body).ShouldBe(("POST", "/orders?x=1", """{"a":[1]}"""));
        call.Headers["X-Custom"].ShouldBe("c");
        call.Headers["X-Token"].ShouldBe("s3cret");
        call.Headers["Content-Type"].ShouldBe("application/vnd.a+json");
        call.Headers["Accept"].ShouldBe("application/json; charset=utf-8");
        call.Headers["traceparent"].ShouldBe(response.Headers.GetValues("traceparent").Single());
        call.Headers.ShouldNotContainKey("lower");
    }

    [Fact]
    public async Task Http_Get_SendsNoBodyAndEmptyAnswerIs204()
    {
        (await InvokeAsync("out", """{"operation":"get","data":"ignored","metadata":{"path":"empty"}}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        _calls.TryDequeue(out var call).ShouldBeTrue();
        (call.Method, call.Path, call.Body).ShouldBe(("GET", "/empty", ""));
    }

    [Fact]
    public async Task Http_Failure_IsAnErrorWithTheAnswersMetadata()
    {
        var response = await InvokeAsync("out", """{"operation":"create","metadata":{"path":"fails"}}""");

        await ExpectAsync(response, "error invoking output binding out: received status code 418");
        response.Headers.GetValues("metadata.statusCode").ShouldBe(["418"]);
        (await InvokeAsync("out", """{"operation":"create","metadata":{"path":"fails","errorIfNot2XX":"false"}}""")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("none", """{"operation":"create"}""", "couldn't find output binding none")]
    [InlineData("out", """{"data":1}""", "operation field is missing")]
    [InlineData("out", """{"operation":"fly"}""", "does not support operation fly. supported operations:create get")]
    [InlineData("inward", """{"operation":"get"}""", "couldn't find output binding inward")]
    [InlineData("clock", """{"operation":"create"}""", "couldn't find output binding clock")]
    public async Task Invoke_WhatIsNotThere_Is500(string name, string body, string part) => await ExpectAsync(await InvokeAsync(name, body), part);

    [Fact]
    [Trait("req", "R10.2")]
    public async Task LocalStorage_CreateGetListDelete_RoundTrips()
    {
        (await TextAsync("""{"operation":"create","data":"Grüße","metadata":{"fileName":"a/b.txt"}}""")).ShouldBe("""{"fileName":"a/b.txt"}""");
        (await TextAsync("""{"operation":"get","metadata":{"fileName":"a/b.txt"}}""")).ShouldBe("Grüße");
        (await TextAsync("""{"operation":"create","data":{"x":1},"metadata":{"fileName":"c.json"}}""")).ShouldBe("""{"fileName":"c.json"}""");
        (await TextAsync("""{"operation":"create","data":"AQID","metadata":{"fileName":"d.bin"}}""")).ShouldBe("""{"fileName":"d.bin"}""");
        (await File.ReadAllBytesAsync(_folder.File("root/d.bin"), Token)).ShouldBe([1, 2, 3]);
        using var listed = JsonDocument.Parse(await TextAsync("""{"operation":"list"}"""));
        listed.RootElement.EnumerateArray().Select(f => Path.GetFileName(f.GetString())).Order().ShouldBe(["b.txt", "c.json", "d.bin"]);
        (await InvokeAsync("files", """{"operation":"delete","metadata":{"fileName":"c.json"}}""")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await ExpectAsync(await InvokeAsync("files", """{"operation":"get","metadata":{"fileName":"c.json"}}"""), "file not found");
        await ExpectAsync(await InvokeAsync("files", """{"operation":"delete","metadata":{"fileName":"c.json"}}"""), "no such file");
        await ExpectAsync(await InvokeAsync("files", """{"operation":"list","metadata":{"fileName":"d.bin"}}"""), "not a directory");
    }

    [Theory]
    [InlineData("../../outside.txt", "outside.txt")]
    [InlineData("/etc/outside.txt", "etc/outside.txt")]
    [InlineData("a/../../../outside.txt", "outside.txt")]
    [InlineData("..\\\\..\\\\outside.txt", "outside.txt")]
    [Trait("req", "R8.4")]
    public async Task LocalStorage_NameThatClimbs_StaysInTheRoot(string name, string inside)
    {
        (await TextAsync($$$"""{"operation":"create","data":"x","metadata":{"fileName":"{{{name}}}"}}""")).ShouldBe($$"""{"fileName":"{{inside}}"}""");

        File.Exists(_folder.File("root/" + inside)).ShouldBeTrue();
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([_folder.File("root")]);
    }

    [Fact]
    [Trait("req", "R8.4")]
    public async Task LocalStorage_SymbolicLink_IsNotFollowed()
    {
        _folder.Write("secret/file.txt", "s");
        Directory.CreateSymbolicLink(_folder.File("root/link"), _folder.File("secret"));

        await ExpectAsync(await InvokeAsync("files", """{"operation":"get","metadata":{"fileName":"link/file.txt"}}"""), "symbolic link");
        (await TextAsync("""{"operation":"list"}""")).ShouldBe("[]");
    }

    private async Task<string> TextAsync(string body)
    {
        var response = await InvokeAsync("files", body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await response.Content.ReadAsStringAsync(Token);
    }

    private Task<HttpResponseMessage> InvokeAsync(string name, string body) => _client.PostAsync($"/v1.0/bindings/{name}", TestSidecar.Json(body), Token);

    private static async Task ExpectAsync(HttpResponseMessage response, string part)
    {
        response.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));
        body.RootElement.GetProperty("errorCode").GetString().ShouldBe("ERR_INVOKE_OUTPUT_BINDING");
        body.RootElement.GetProperty("message").GetString()!.ShouldContain(part);
    }
}

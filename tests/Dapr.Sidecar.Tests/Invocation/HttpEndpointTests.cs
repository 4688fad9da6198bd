using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Invocation;

/// <summary>Servers outside of Dapr, invoked by a resource's name or by their address.</summary>
[Trait("req", "R10.2")]
public sealed class HttpEndpointTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private FakeApp _server = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await FakeApp.StartAsync(async http =>
    {
        using var reader = new StreamReader(http.Request.Body, Encoding.UTF8);
        http.Response.StatusCode = 418;
        await http.Response.WriteAsync(
            $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString} key={http.Request.Headers["X-Key"]} token={http.Request.Headers["dapr-api-token"]} {await reader.ReadToEndAsync()}");
    });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/v1.0/invoke/shop/method/orders/1?x=2", "POST /base/orders/1?x=2 key=k3y token= body")]
    [InlineData("/v1.0/invoke/http%3A%2F%2F127.0.0.1%3APORT/method/a", "POST /a key= token= body")]
    [InlineData("/v1.0/invoke/http://127.0.0.1:PORT/root/method/a/b", "POST /root/a/b key= token= body")]
    [InlineData("/v1.0/invoke/http:/127.0.0.1:PORT/method/a", "POST /a key= token= body")]
    public async Task Invoke_ByNameOrAddress_GoesThereWithItsHeaders(string path, string expected)
    {
        await using var sidecar = await StartAsync("scopes: [app]");
        using var client = sidecar.Client();

        var target = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path.Replace("PORT", $"{_server.Port}", StringComparison.Ordinal), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var answer = await client.PostAsync(target, new StringContent("body"), Token);

        answer.StatusCode.ShouldBe((HttpStatusCode)418, "the answer comes back as it is");
        (await answer.Content.ReadAsStringAsync(Token)).ShouldBe(expected);
        (await client.GetStringAsync("/v1.0/metadata", Token)).ShouldContain("""{"name":"shop"}""");
    }

    [Fact]
    public async Task Invoke_EndpointOfAnotherApp_IsUnknown()
    {
        await using var sidecar = await StartAsync("scopes: [other]");
        using var client = sidecar.Client();

        var answer = await client.PostAsync("/v1.0/invoke/shop/method/x", new StringContent("body"), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
        (await answer.Content.ReadAsStringAsync(Token)).ShouldContain("couldn't find service: shop");
    }

    [Theory]
    [InlineData("baseUrl: ftp://x", "resources.yaml:10", "spec.baseUrl")]
    [InlineData("base: http://x", "spec.baseUrl", "missing or empty")]
    public async Task Endpoint_WrongFile_IsRefused(string spec, string place, string reason)
    {
        var refused = await Should.ThrowAsync<ResourcesRefusedException>(() => StartAsync("scopes: [app]", spec));

        refused.Message.ShouldContain(place);
        refused.Message.ShouldContain(reason);
    }

    private Task<TestSidecar> StartAsync(string scopes, string? spec = null)
    {
        var secrets = _folder.Write("secrets.json", """{"key":"k3y"}""");
        return TestSidecar.StartAsync(
            $$"""
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: vault}
            spec: {type: secretstores.local.file, version: v1, metadata: [{name: secretsFile, value: "{{secrets}}"}]}
            ---
            apiVersion: dapr.io/v1alpha1
            kind: HTTPEndpoint
            metadata: {name: shop}
            spec:
              {{spec ?? $"baseUrl: http://127.0.0.1:{_server.Port}/base"}}
              headers:
              - name: X-Key
                secretKeyRef: {name: key}
            auth: {secretStore: vault}
            {{scopes}}
            """,
            [new AppOptions { AppId = "app", AppToken = "app-token" }]);
    }
}

using System.Net;
using Personalization.EndToEnd.Tests.Running;

namespace Personalization.EndToEnd.Tests.Doors;

/// <summary>
/// What a page that a browser on this machine shows could reach on loopback, sent as that page would send it: nothing but the public door answers.
/// </summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R7.7")]
public sealed class LoopbackDoorsTests(DemoSystem demo)
{
    private static readonly HttpClient Client = new(new SocketsHttpHandler { UseProxy = false });

    [Fact]
    public async Task Sidecars_CallWithoutTheirToken_Is401AndHasNoEffect()
    {
        foreach (var (service, port) in Listeners("dapr_http"))
        {
            foreach (var path in (string[])["/v1.0/publish/pubsub/interactions", "/v1.0/invoke/profiles/method/healthz", "/v1.0/actors/ShopperActor/x/method/Track", "/v1.0/metadata", "/v1.0/shutdown"])
            {
                (await SendAsync(port, path, HttpVersion.Version11, null)).ShouldBe(HttpStatusCode.Unauthorized, $"{service} {path}");
                (await SendAsync(port, path, HttpVersion.Version11, "guess")).ShouldBe(HttpStatusCode.Unauthorized, $"{service} {path}");
            }
        }
    }

    [Fact]
    public async Task AppChannels_CallWithoutTheirToken_Is401()
    {
        foreach (var (service, port) in Listeners("app"))
        {
            foreach (var path in (string[])["/dapr/subscribe", "/dapr/config", "/internal/anything", "/"])
            {
                (await SendAsync(port, path, HttpVersion.Version20, null)).ShouldBe(HttpStatusCode.Unauthorized, $"{service} {path}");
                (await SendAsync(port, path, HttpVersion.Version20, "guess")).ShouldBe(HttpStatusCode.Unauthorized, $"{service} {path}");
            }
        }
    }

    private IReadOnlyList<(string Service, int Port)> Listeners(string kind)
    {
        var found = demo.System.Processes.Where(name => name != "sidecar").Select(name => (name, demo.System.Port(name, kind))).ToList();
        found.Count.ShouldBeGreaterThanOrEqualTo(5);
        return found;
    }

    /// <summary>A form or a `fetch` without CORS: a POST of plain text, from a page of another site.</summary>
    private static async Task<HttpStatusCode> SendAsync(int port, string path, Version version, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:{port}{path}")
        {
            Content = new StringContent("{}"),
            Version = version,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        request.Headers.Add("Origin", "https://elsewhere.example");
        if (token is not null)
        {
            request.Headers.Add("dapr-api-token", token);
        }

        using var response = await Client.SendAsync(request);
        return response.StatusCode;
    }
}

using System.Net;
using System.Text;
using Dapr.Sdk.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;

namespace Dapr.Sdk.Tests.AspNetCore;

public sealed class CloudEventsTests
{
    private const string CloudEvents = "application/cloudevents+json; charset=utf-8";

    [Theory]
    [InlineData("""{"data":{"a":1}}""", "application/json", """{"a":1}""")]
    [InlineData("""{"DATA":{"a":1},"datacontenttype":"application/vnd.shop+json; charset=utf-16"}""", "application/vnd.shop+json", """{"a":1}""")]
    [InlineData("""{"data":"hi","datacontenttype":"text/plain"}""", "text/plain", "hi")]
    [InlineData("""{"data":"hi"}""", "application/json", "\"hi\"")]
    [InlineData("""{"data":[1],"datacontenttype":"text/plain"}""", "text/plain", "[1]")]
    [InlineData("""{"data_base64":"aGk=","datacontenttype":"image/png"}""", "image/png", "hi")]
    [InlineData("""{"id":"x"}""", null, "")]
    public async Task UseCloudEvents_Event_HandsOnItsPayload(string envelope, string? contentType, string body)
    {
        var (status, seen) = await SendAsync(envelope, CloudEvents, new CloudEventsMiddlewareOptions());

        status.ShouldBe(HttpStatusCode.OK);
        seen.ShouldBe(new Seen(contentType, body, string.Empty));
    }

    [Fact]
    public async Task UseCloudEvents_BothPayloads_IsRefused()
    {
        var (status, seen) = await SendAsync("""{"data":1,"data_base64":"aGk="}""", CloudEvents, new CloudEventsMiddlewareOptions());

        status.ShouldBe(HttpStatusCode.BadRequest);
        seen.ShouldBeNull();
    }

    [Fact]
    public async Task UseCloudEvents_AnotherContentType_PassesUntouched()
    {
        var (_, seen) = await SendAsync("""{"data":1}""", "application/json", new CloudEventsMiddlewareOptions());

        seen.ShouldBe(new Seen("application/json", """{"data":1}""", string.Empty));
    }

    [Fact]
    public async Task UseCloudEvents_SuppressedDecoding_KeepsTheJsonString()
    {
        var (_, seen) = await SendAsync("""{"data":"hi","datacontenttype":"text/plain"}""", CloudEvents, new CloudEventsMiddlewareOptions { SuppressJsonDecodingOfTextPayloads = true });

        seen!.Body.ShouldBe("\"hi\"");
    }

    [Fact]
    public async Task UseCloudEvents_Forwarding_SetsHeadersButForThePayload()
    {
        var (_, seen) = await SendAsync(
            """{"id":"e1","Type":"t","data":1,"pubsubname":"bus","source":"s"}""",
            CloudEvents,
            new CloudEventsMiddlewareOptions { ForwardCloudEventPropertiesAsHeaders = true, ExcludedCloudEventPropertiesFromHeaders = ["source"] });

        seen!.Headers.ShouldBe("Cloudevent.id=e1;Cloudevent.type=t");
    }

    private static async Task<(HttpStatusCode Status, Seen? Seen)> SendAsync(string body, string contentType, CloudEventsMiddlewareOptions options)
    {
        Seen? seen = null;
        var builder = TestApp.CreateBuilder();
        await using var app = builder.Build();
        app.UseCloudEvents(options);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers.Where(header => header.Key.StartsWith("Cloudevent.", StringComparison.Ordinal)).Select(header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal);
            seen = new Seen(context.Request.ContentType, await reader.ReadToEndAsync(), string.Join(';', headers));
        });
        await app.StartAsync();
        using var content = new StringContent(body, Encoding.UTF8);
        content.Headers.ContentType = System.Net.Http.Headers.MediaTypeHeaderValue.Parse(contentType);
        using var response = await app.GetTestClient().PostAsync(new Uri("/e", UriKind.Relative), content);
        return (response.StatusCode, seen);
    }

    private sealed record Seen(string? ContentType, string Body, string Headers);
}

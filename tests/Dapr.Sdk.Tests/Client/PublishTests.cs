using System.Net;
using System.Text;
using Dapr.Client;
using Dapr.Sdk.Tests.Fakes;

namespace Dapr.Sdk.Tests.Client;

public sealed class PublishTests
{
    [Fact]
    public async Task PublishEventAsync_Data_PostsItAsJson()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().PublishEventAsync("bus", "orders", new Order("o1", 2));

        sidecar.Only.Line.ShouldBe("POST /v1.0/publish/bus/orders");
        sidecar.Only.ContentType.ShouldBe("application/json");
        sidecar.Only.Body.ShouldBe("""{"id":"o1","quantity":2}""");
    }

    [Fact]
    public async Task PublishEventAsync_Metadata_GoesIntoTheQueryEscaped()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().PublishEventAsync("bus", "a/b c", new Order("o1", 2), new Dictionary<string, string> { ["ttlInSeconds"] = "5", ["k&"] = "v=" });

        sidecar.Only.Line.ShouldBe("POST /v1.0/publish/bus/a/b%20c?metadata.ttlInSeconds=5&metadata.k%26=v%3D");
    }

    [Fact]
    public async Task PublishEventAsync_CloudEvent_KeepsItsEnvelope()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().PublishEventAsync("bus", "orders", new CloudEvent<Order>(new Order("o1", 2)) { Type = "order.placed", Source = new Uri("urn:shop") });

        sidecar.Only.ContentType.ShouldBe("application/cloudevents+json");
        sidecar.Only.Body.ShouldContain("\"type\":\"order.placed\"");
        sidecar.Only.Body.ShouldContain("\"source\":\"urn:shop\"");
        sidecar.Only.Body.ShouldContain("\"data\":{\"id\":\"o1\",\"quantity\":2}");
        sidecar.Only.Body.ShouldContain("\"datacontenttype\":\"application/json\"");
    }

    [Fact]
    public async Task PublishEventAsync_NoData_PostsNothing()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().PublishEventAsync("bus", "orders");

        sidecar.Only.Body.ShouldBeEmpty();
        sidecar.Only.ContentType.ShouldBeNull();
    }

    [Fact]
    public async Task PublishByteEventAsync_Bytes_KeepTheirContentType()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().PublishByteEventAsync("bus", "orders", "<a/>"u8.ToArray(), "application/xml");

        sidecar.Only.ContentType.ShouldBe("application/xml");
        sidecar.Only.Body.ShouldBe("<a/>");
    }

    [Fact]
    public async Task PublishEventAsync_SidecarRefuses_ThrowsWithItsErrorCode()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.NotFound, """{"errorCode":"ERR_PUBSUB_NOT_FOUND","message":"pubsub bus is not found"}""");

        var failure = await Should.ThrowAsync<DaprException>(() => sidecar.CreateClient().PublishEventAsync("bus", "orders", new Order("o1", 2)));

        failure.Message.ShouldStartWith("Publish operation failed");
        failure.InnerException.ShouldBeOfType<DaprApiException>().ErrorCode.ShouldBe("ERR_PUBSUB_NOT_FOUND");
    }

    [Fact]
    public async Task PublishEventAsync_SidecarUnreachable_ThrowsDaprException()
    {
        var sidecar = new RecordingSidecar(_ => throw new HttpRequestException("refused"));

        var failure = await Should.ThrowAsync<DaprException>(() => sidecar.CreateClient().PublishEventAsync("bus", "orders", new Order("o1", 2)));

        failure.InnerException.ShouldBeOfType<HttpRequestException>();
    }

    [Fact]
    public async Task PublishEventAsync_Canceled_ThrowsCanceled()
    {
        var client = new RecordingSidecar().CreateClient();

        await Should.ThrowAsync<OperationCanceledException>(() => client.PublishEventAsync("bus", "orders", new Order("o1", 2), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("", "orders")]
    [InlineData("bus", "")]
    public async Task PublishEventAsync_EmptyName_ThrowsBeforeSending(string pubsub, string topic)
    {
        var sidecar = new RecordingSidecar();

        await Should.ThrowAsync<ArgumentException>(async () => await sidecar.CreateClient().PublishEventAsync(pubsub, topic, new Order("o1", 2)));

        sidecar.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task BulkPublishEventAsync_Events_PostsThemAsEntries()
    {
        var sidecar = new RecordingSidecar();

        var response = await sidecar.CreateClient().BulkPublishEventAsync("bus", "orders", [new Order("o1", 1), new Order("o2", 2)]);

        response.FailedEntries.ShouldBeEmpty();
        sidecar.Only.Line.ShouldBe("POST /v1.0/publish/bulk/bus/orders");
        sidecar.Only.Body.ShouldBe("""[{"entryId":"0","contentType":"application/json","event":{"id":"o1","quantity":1}},{"entryId":"1","contentType":"application/json","event":{"id":"o2","quantity":2}}]""");
    }

    [Fact]
    public async Task BulkPublishEventAsync_Bytes_AreBase64OctetStream()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().BulkPublishEventAsync("bus", "orders", [Encoding.UTF8.GetBytes("hi")]);

        sidecar.Only.Body.ShouldBe("""[{"entryId":"0","contentType":"application/octet-stream","event":"aGk="}]""");
    }

    [Fact]
    public async Task BulkPublishEventAsync_SomeFail_NamesThem()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.InternalServerError, """{"failedEntries":[{"entryId":"1","error":"too big"}],"errorCode":"ERR_PUBSUB_PUBLISH_MESSAGE"}""");

        var response = await sidecar.CreateClient().BulkPublishEventAsync("bus", "orders", [new Order("o1", 1), new Order("o2", 2)]);

        var failed = response.FailedEntries.ShouldHaveSingleItem();
        failed.Entry.EventData.Id.ShouldBe("o2");
        failed.ErrorMessage.ShouldBe("too big");
    }

    [Fact]
    public async Task BulkPublishEventAsync_SidecarRefuses_Throws()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.NotFound, """{"errorCode":"ERR_PUBSUB_NOT_FOUND","message":"no"}""");

        await Should.ThrowAsync<DaprException>(() => sidecar.CreateClient().BulkPublishEventAsync("bus", "orders", [new Order("o1", 1)]));
    }

    private sealed record Order(string Id, int Quantity);
}

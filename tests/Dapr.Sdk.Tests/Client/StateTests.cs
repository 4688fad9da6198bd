using System.Net;
using Dapr.Client;
using Dapr.Sdk.Tests.Fakes;

namespace Dapr.Sdk.Tests.Client;

public sealed class StateTests
{
    private const string Conflict = """{"errorCode":"ERR_STATE_SAVE","message":"possible etag mismatch"}""";

    [Fact]
    public async Task GetStateAndETagAsync_Present_ReadsValueAndUnquotedETag()
    {
        var sidecar = new RecordingSidecar(_ => RecordingSidecar.Answer(HttpStatusCode.OK, """{"size":3}""", ("ETag", "7")));

        var (value, etag) = await sidecar.CreateClient().GetStateAndETagAsync<Item>("store", "a/b", ConsistencyMode.Strong, new Dictionary<string, string> { ["partitionKey"] = "p" });

        value.Size.ShouldBe(3);
        etag.ShouldBe("7");
        sidecar.Only.Line.ShouldBe("GET /v1.0/state/store/a%2Fb?consistency=strong&metadata.partitionKey=p");
    }

    [Fact]
    public async Task GetStateAndETagAsync_Missing_IsDefaultWithEmptyETag()
    {
        var (value, etag) = await new RecordingSidecar().CreateClient().GetStateAndETagAsync<Item?>("store", "a");

        value.ShouldBeNull();
        etag.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetStateAsync_NotJson_ThrowsDaprException()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, "{oops");

        var failure = await Should.ThrowAsync<DaprException>(() => sidecar.CreateClient().GetStateAsync<Item>("store", "a"));

        failure.InnerException.ShouldBeAssignableTo<System.Text.Json.JsonException>();
    }

    [Fact]
    public async Task SaveStateAsync_WithOptions_SendsOneItem()
    {
        var sidecar = new RecordingSidecar();
        var options = new StateOptions { Concurrency = ConcurrencyMode.FirstWrite, Consistency = ConsistencyMode.Strong };

        await sidecar.CreateClient().SaveStateAsync("store", "a", new Item(3), options, new Dictionary<string, string> { ["ttlInSeconds"] = "9" });

        sidecar.Only.Line.ShouldBe("POST /v1.0/state/store");
        sidecar.Only.Body.ShouldBe("""[{"key":"a","value":{"size":3},"metadata":{"ttlInSeconds":"9"},"options":{"concurrency":"first-write","consistency":"strong"}}]""");
    }

    [Fact]
    public async Task TrySaveStateAsync_ETagMatches_IsTrue()
    {
        var sidecar = new RecordingSidecar();

        (await sidecar.CreateClient().TrySaveStateAsync("store", "a", new Item(3), "7")).ShouldBeTrue();

        sidecar.Only.Body.ShouldBe("""[{"key":"a","value":{"size":3},"etag":"7"}]""");
    }

    [Fact]
    public async Task TrySaveStateAsync_ETagDiffers_IsFalse()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.Conflict, Conflict);

        (await sidecar.CreateClient().TrySaveStateAsync("store", "a", new Item(3), "7")).ShouldBeFalse();
    }

    [Fact]
    public async Task TrySaveStateAsync_OtherFailure_Throws()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.InternalServerError, Conflict);

        await Should.ThrowAsync<DaprException>(() => sidecar.CreateClient().TrySaveStateAsync("store", "a", new Item(3), "7"));
    }

    [Fact]
    public async Task SaveStateAsync_Conflict_Throws()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.Conflict, Conflict);

        await Should.ThrowAsync<DaprException>(() => sidecar.CreateClient().SaveStateAsync("store", "a", new Item(3)));
    }

    [Fact]
    public async Task TryDeleteStateAsync_ETag_IsSentAsIfMatch()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.Conflict, Conflict);

        (await sidecar.CreateClient().TryDeleteStateAsync("store", "a", "7", new StateOptions { Concurrency = ConcurrencyMode.LastWrite })).ShouldBeFalse();

        sidecar.Only.Line.ShouldBe("DELETE /v1.0/state/store/a?concurrency=last-write");
        sidecar.Only.Headers["If-Match"].ShouldBe("7");
    }

    [Fact]
    public async Task GetStateEntryAsync_ChangedAndSaved_UsesTheETagRead()
    {
        var sidecar = new RecordingSidecar(request => request.Method == "GET"
            ? RecordingSidecar.Answer(HttpStatusCode.OK, """{"size":3}""", ("ETag", "7"))
            : RecordingSidecar.Answer(HttpStatusCode.NoContent));

        var entry = await sidecar.CreateClient().GetStateEntryAsync<Item>("store", "a");
        entry.Value = new Item(4);
        (await entry.TrySaveAsync()).ShouldBeTrue();

        sidecar.Requests.Last().Body.ShouldBe("""[{"key":"a","value":{"size":4},"etag":"7"}]""");
    }

    [Fact]
    public async Task GetBulkStateAsync_Mixed_ReadsPresentAndMissing()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, """[{"key":"a","data":{"size":1},"etag":"3"},{"key":"b"}]""");

        var items = await sidecar.CreateClient().GetBulkStateAsync<Item?>("store", ["a", "b"], parallelism: 4);

        sidecar.Only.Line.ShouldBe("POST /v1.0/state/store/bulk");
        sidecar.Only.Body.ShouldBe("""{"keys":["a","b"],"parallelism":4}""");
        items[0].Value.ShouldBe(new Item(1));
        items[0].ETag.ShouldBe("3");
        items[1].Value.ShouldBeNull();
        items[1].ETag.ShouldBeEmpty();
    }

    [Fact]
    public async Task GetBulkStateAsync_Untyped_GivesTheJsonText()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, """[{"key":"a","data":{"size":1},"etag":"3"},{"key":"b"}]""");

        var items = await sidecar.CreateClient().GetBulkStateAsync("store", ["a", "b"], parallelism: null);

        items.Select(item => item.Value).ShouldBe(["""{"size":1}""", string.Empty]);
    }

    [Fact]
    public async Task SaveBulkStateAsync_Items_AreSentTogether()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().SaveBulkStateAsync("store", [new SaveStateItem<Item>("a", new Item(1), "7"), new SaveStateItem<Item>("b", new Item(2), null)]);

        sidecar.Only.Body.ShouldBe("""[{"key":"a","value":{"size":1},"etag":"7"},{"key":"b","value":{"size":2}}]""");
    }

    [Fact]
    public async Task DeleteBulkStateAsync_Items_AreDeletedOneByOne()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().DeleteBulkStateAsync("store", [new BulkDeleteStateItem("a", "7"), new BulkDeleteStateItem("b", null)]);

        sidecar.Requests.Select(request => request.Line).ShouldBe(["DELETE /v1.0/state/store/a", "DELETE /v1.0/state/store/b"]);
    }

    [Fact]
    public async Task ExecuteStateTransactionAsync_Operations_AreSentInOrder()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().ExecuteStateTransactionAsync(
            "store",
            [
                new StateTransactionRequest("a", """{"size":1}"""u8.ToArray(), StateOperationType.Upsert, "7"),
                new StateTransactionRequest("b", null, StateOperationType.Delete),
            ],
            new Dictionary<string, string> { ["partitionKey"] = "p" });

        sidecar.Only.Line.ShouldBe("POST /v1.0/state/store/transaction");
        sidecar.Only.Body.ShouldBe("""{"operations":[{"operation":"upsert","request":{"key":"a","value":{"size":1},"etag":"7"}},{"operation":"delete","request":{"key":"b"}}],"metadata":{"partitionKey":"p"}}""");
    }

    [Theory]
    [InlineData(new byte[] { 0, 255, 1, 34, 92 })]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { (byte)'[', (byte)'1', (byte)']' })]
    [InlineData(new byte[] { (byte)'[', (byte)'1' })]
    public async Task SaveByteStateAsync_AnyBytes_ReadBackAsTheyWere(byte[] bytes)
    {
        var stored = string.Empty;
        var sidecar = new RecordingSidecar(request =>
        {
            if (request.Method == "GET")
            {
                return RecordingSidecar.Answer(HttpStatusCode.OK, stored);
            }

            using var body = System.Text.Json.JsonDocument.Parse(request.Body);
            stored = body.RootElement[0].GetProperty("value").GetRawText();
            return RecordingSidecar.Answer(HttpStatusCode.NoContent);
        });
        var client = sidecar.CreateClient();

        await client.SaveByteStateAsync("store", "a", bytes);
        var read = await client.GetByteStateAsync("store", "a");

        read.ToArray().ShouldBe(bytes);
    }

    [Fact]
    public async Task SaveStateAsync_ApiToken_IsSent()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient(token: "secret").SaveStateAsync("store", "a", new Item(1));

        sidecar.Only.Headers["dapr-api-token"].ShouldBe("secret");
    }

    private sealed record Item(int Size);
}

using System.Text;
using System.Text.Json;
using Dapr.Client;
using Dapr.Sdk.Tests.Fakes;
using Personalization.Grpc;
using Personalization.Testing;

namespace Dapr.Sdk.Tests.Client;

/// <summary>Every building block of the client against the sidecar itself, over HTTP and over gRPC: the same calls, the same outcomes.</summary>
public sealed class TransportTests(LiveSidecar sidecar) : IClassFixture<LiveSidecar>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task State_WrittenAndReadBack_WithItsETag(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var key = Key();

        (await client.GetStateAndETagAsync<Product>("store", key, cancellationToken: Stop)).ShouldBe((null!, ""));
        await client.SaveStateAsync("store", key, new Product("oat", 2.5), new StateOptions { Consistency = ConsistencyMode.Strong, Concurrency = ConcurrencyMode.LastWrite }, cancellationToken: Stop);
        var (value, etag) = await client.GetStateAndETagAsync<Product>("store", key, ConsistencyMode.Strong, cancellationToken: Stop);

        value.ShouldBe(new Product("oat", 2.5));
        etag.ShouldNotBeEmpty();
        (await client.TrySaveStateAsync("store", key, new Product("rye", 1), etag, cancellationToken: Stop)).ShouldBeTrue();
        (await client.TrySaveStateAsync("store", key, new Product("late", 0), etag, cancellationToken: Stop)).ShouldBeFalse();
        (await client.TryDeleteStateAsync("store", key, etag, cancellationToken: Stop)).ShouldBeFalse();
        (await client.GetStateAsync<Product>("store", key, cancellationToken: Stop)).Name.ShouldBe("rye");
        await client.DeleteStateAsync("store", key, cancellationToken: Stop);
        (await client.GetStateAsync<Product>("store", key, cancellationToken: Stop)).ShouldBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task State_FirstWriteWithoutAnETag_LosesToWhatIsThere(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var key = Key();
        var first = new StateOptions { Concurrency = ConcurrencyMode.FirstWrite };

        await client.SaveStateAsync("store", key, 1, first, cancellationToken: Stop);

        var refused = await Should.ThrowAsync<DaprException>(() => client.SaveStateAsync("store", key, 2, first, cancellationToken: Stop));
        refused.Message.ShouldBe("State operation failed: the Dapr endpoint indicated a failure. See InnerException for details.");
        refused.InnerException.ShouldNotBeNull();
        (await client.GetStateAsync<int>("store", key, cancellationToken: Stop)).ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task StateInBytes_OfAnyKind_ReadsBackAsItWas(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var bytes = Enumerable.Range(0, 256).Select(value => (byte)value).ToArray();
        var key = Key();

        await client.SaveByteStateAsync("store", key, bytes, cancellationToken: Stop);
        var (read, etag) = await client.GetByteStateAndETagAsync("store", key, cancellationToken: Stop);

        read.ToArray().ShouldBe(bytes);
        (await client.TrySaveByteStateAsync("store", key, "[1]"u8.ToArray(), etag, cancellationToken: Stop)).ShouldBeTrue();
        (await client.TrySaveByteStateAsync("store", key, bytes, etag, cancellationToken: Stop)).ShouldBeFalse();
        (await client.GetStateAsync<int[]>("store", key, cancellationToken: Stop)).ShouldBe([1]);
        (await client.GetByteStateAsync("store", Key(), cancellationToken: Stop)).IsEmpty.ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task State_OfSeveralKeys_IsWrittenReadAndDeletedTogether(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var (one, two, none) = (Key(), Key(), Key());

        await client.SaveBulkStateAsync("store", [new SaveStateItem<Product>(one, new Product("a", 1), null), new SaveStateItem<Product>(two, new Product("b", 2), null)], Stop);
        var read = await client.GetBulkStateAsync<Product>("store", [one, none, two], parallelism: 2, cancellationToken: Stop);
        var text = await client.GetBulkStateAsync("store", [one], parallelism: null, cancellationToken: Stop);

        read.ToDictionary(item => item.Key, item => item.Value?.Name).ShouldBe(new Dictionary<string, string?> { [one] = "a", [two] = "b", [none] = null }, ignoreOrder: true);
        text.Single().Value.ShouldBe("""{"name":"a","price":1}""");
        text.Single().ETag.ShouldNotBeEmpty();
        await client.DeleteBulkStateAsync("store", [new BulkDeleteStateItem(one, text.Single().ETag), new BulkDeleteStateItem(two, null)], Stop);
        (await client.GetBulkStateAsync("store", [one, two], parallelism: null, cancellationToken: Stop)).ShouldAllBe(item => item.Value.Length == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Transaction_OneETagThatDoesNotHold_ChangesNothing(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var (one, two) = (Key(), Key());
        await client.SaveStateAsync("store", one, 1, cancellationToken: Stop);

        await client.ExecuteStateTransactionAsync(
            "store",
            [
                new StateTransactionRequest(one, null, StateOperationType.Delete),
                new StateTransactionRequest(two, "2"u8.ToArray(), StateOperationType.Upsert, metadata: new Dictionary<string, string> { ["ttlInSeconds"] = "1000" }),
            ],
            cancellationToken: Stop);
        await Should.ThrowAsync<DaprException>(() => client.ExecuteStateTransactionAsync(
            "store",
            [new StateTransactionRequest(one, "9"u8.ToArray(), StateOperationType.Upsert), new StateTransactionRequest(two, "9"u8.ToArray(), StateOperationType.Upsert, "no etag of its")],
            cancellationToken: Stop));

        (await client.GetStateAsync<int?>("store", one, cancellationToken: Stop)).ShouldBeNull();
        (await client.GetStateAsync<int?>("store", two, cancellationToken: Stop)).ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Published_OneBytesAndMany_AreHeard(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var mark = Key();

        await client.PublishEventAsync("pubsub", "events", new Product($"{mark} one", 1), new Dictionary<string, string> { ["ttlInSeconds"] = "1000" }, Stop);
        await client.PublishByteEventAsync("pubsub", "events", Encoding.UTF8.GetBytes($"{mark} text"), "text/plain", cancellationToken: Stop);
        await client.PublishEventAsync("pubsub", "events", new CloudEvent<Product>(new Product($"{mark} own", 2)) { Type = "own.type", Source = new Uri("urn:own") }, Stop);
        (await client.BulkPublishEventAsync<Product>("pubsub", "events", [new Product($"{mark} many", 3), new Product($"{mark} more", 4)], cancellationToken: Stop)).FailedEntries.ShouldBeEmpty();

        await Eventually.TrueAsync(() => Mine().Count == 5);
        var heard = Mine();
        heard.ShouldContain(e => e.GetProperty("datacontenttype").GetString()!.StartsWith("text/plain", StringComparison.Ordinal) && e.GetProperty("data").GetString() == $"{mark} text");
        heard.ShouldContain(e => e.GetProperty("type").GetString() == "own.type" && e.GetProperty("data").GetProperty("price").GetDouble() == 2);
        heard.Count(e => e.GetProperty("data").ValueKind == JsonValueKind.Object).ShouldBe(4);

        List<JsonElement> Mine() => [.. sidecar.Heard.Where(one => one.Envelope.Contains(mark, StringComparison.Ordinal)).Select(one => JsonDocument.Parse(one.Envelope).RootElement)];
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Binding_BytesAndObjects_GoThereAndBack(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var file = new Dictionary<string, string> { ["fileName"] = Key() };

        await client.InvokeBindingAsync("files", "create", new Product("oat", 2), file, Stop);
        var read = await client.InvokeBindingAsync<object?, Product>("files", "get", null, file, Stop);
        var raw = await client.InvokeBindingAsync(new BindingRequest("files", "get") { Metadata = { ["fileName"] = file["fileName"] } }, Stop);

        read.ShouldBe(new Product("oat", 2));
        Encoding.UTF8.GetString(raw.Data.Span).ShouldBe("""{"name":"oat","price":2}""");
        sidecar.ReadFile(file["fileName"]).ShouldBe("""{"name":"oat","price":2}""");
        await Should.ThrowAsync<DaprException>(() => client.InvokeBindingAsync("files", "dance", 1, cancellationToken: Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Secrets_OneAndAll_AreRead(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);

        (await client.GetSecretAsync("secrets", "one", cancellationToken: Stop))["one"].ShouldBe("1");
        (await client.GetBulkSecretAsync("secrets", cancellationToken: Stop))["two"]["two"].ShouldBe("2");
        (await Should.ThrowAsync<DaprException>(() => client.GetSecretAsync("nowhere", "one", cancellationToken: Stop))).InnerException.ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Metadata_SetAndRead_NamesTheAppAndItsComponents(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        var key = Key();

        await client.SetMetadataAsync(key, "green", Stop);
        var metadata = await client.GetMetadataAsync(Stop);

        metadata.Id.ShouldBe("shop");
        metadata.Extended[key].ShouldBe("green");
        metadata.Components.ShouldContain(component => component.Name == "store" && component.Type == "state.sqlite" && component.Capabilities.Contains("ETAG"));
        (await client.CheckHealthAsync(Stop)).ShouldBeTrue();
        (await client.CheckOutboundHealthAsync(Stop)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyCall_WithAnotherToken_IsRefused(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc, token: "a guess");

        await Should.ThrowAsync<DaprException>(() => client.GetStateAsync<int>("store", "k", cancellationToken: Stop));
        await Should.ThrowAsync<DaprException>(() => client.PublishEventAsync("pubsub", "events", 1, Stop));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnyCall_GivenUp_IsCancelled(bool overGrpc)
    {
        using var client = sidecar.Client(overGrpc);
        using var givenUp = new CancellationTokenSource();
        await givenUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => client.GetStateAsync<int>("store", "k", cancellationToken: givenUp.Token));
    }

    [Fact]
    public async Task Call_NobodyListens_IsADaprExceptionThatSaysUnavailable()
    {
        var nobody = $"http://127.0.0.1:{Ports.Free()}";
        using var client = new DaprClientBuilder().UseHttpEndpoint(nobody).UseGrpcEndpoint(nobody).Build();

        var error = await Should.ThrowAsync<DaprException>(() => client.GetStateAsync<int>("store", "k", cancellationToken: Stop));

        error.InnerException.ShouldBeOfType<GrpcException>().Code.ShouldBe(GrpcStatusCode.Unavailable);
    }

    private static string Key() => Guid.NewGuid().ToString("N");

    private sealed record Product(string Name, double Price);
}

using System.Net;
using System.Text;
using Google.Protobuf;
using Personalization.Grpc;
using Personalization.Grpc.Client;
using Personalization.Grpc.Messages;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Grpc;

public sealed class GrpcStateTests
{
    private const string Yaml = """
        apiVersion: dapr.io/v1alpha1
        kind: Component
        metadata: {name: store}
        spec:
          type: state.sqlite
          version: v1
          metadata:
            - {name: connectionString, value: "{folder}/state.db"}
        """;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_ThenGet_SameBytesAndAnETag()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        byte[] binary = [0, 255, 1, 254];

        await SaveAsync(channel, "k", binary);
        var got = await GetAsync(channel, "k");

        got.Data.ToByteArray().ShouldBe(binary);
        got.Etag.ShouldNotBeEmpty();
        (await GetAsync(channel, "absent")).ShouldBe(new GetStateResponse());
    }

    [Fact]
    public async Task Save_OverOneFace_IsReadOverTheOther()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        using var http = sidecar.Client();

        await SaveAsync(channel, "grpc", Encoding.UTF8.GetBytes("""{"n":1}"""));
        (await http.PostAsync("/v1.0/state/store", TestSidecar.Json("""[{"key":"http","value":{"n":2}}]"""), Stop)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await http.GetStringAsync("/v1.0/state/store/grpc", Stop)).ShouldBe("""{"n":1}""");
        (await GetAsync(channel, "http")).Data.ToStringUtf8().ShouldBe("""{"n":2}""");
    }

    [Fact]
    public async Task SaveAndDelete_StaleETag_AreAborted()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await SaveAsync(channel, "k", [1]);
        var old = (await GetAsync(channel, "k")).Etag;
        await SaveAsync(channel, "k", [2], old);

        (await CodeAsync(() => SaveAsync(channel, "k", [3], old))).ShouldBe(GrpcStatusCode.Aborted);
        (await CodeAsync(() => channel.CallAsync(DaprMethods.DeleteState, new DeleteStateRequest { StoreName = "store", Key = "k", Etag = new Etag { Value = old } }, cancellationToken: Stop)))
            .ShouldBe(GrpcStatusCode.Aborted);
        (await GetAsync(channel, "k")).Data.ToByteArray().ShouldBe([2]);
    }

    [Fact]
    public async Task Save_FirstWriteOnAPresentKey_IsAborted()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await SaveAsync(channel, "k", [1]);

        var code = await CodeAsync(() => channel.CallAsync(
            DaprMethods.SaveState,
            new SaveStateRequest
            {
                StoreName = "store",
                States = { new StateItem { Key = "k", Options = new StateOptions { Concurrency = StateOptions.Types.StateConcurrency.ConcurrencyFirstWrite } } },
            },
            cancellationToken: Stop));

        code.ShouldBe(GrpcStatusCode.Aborted);
    }

    [Fact]
    public async Task GetBulk_SomeAbsent_ItemsInOrder()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await SaveAsync(channel, "a", [1]);
        await SaveAsync(channel, "c", [3]);

        var got = await channel.CallAsync(DaprMethods.GetBulkState, new GetBulkStateRequest { StoreName = "store", Keys = { "a", "b", "c" } }, cancellationToken: Stop);

        got.Items.Select(item => (item.Key, item.Data.Length, item.Etag.Length > 0)).ShouldBe([("a", 1, true), ("b", 0, false), ("c", 1, true)]);
    }

    [Fact]
    public async Task DeleteBulk_OneStale_NothingIsDeleted()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await SaveAsync(channel, "a", [1]);
        await SaveAsync(channel, "b", [2]);

        var code = await CodeAsync(() => channel.CallAsync(
            DaprMethods.DeleteBulkState,
            new DeleteBulkStateRequest { StoreName = "store", States = { new StateItem { Key = "a" }, new StateItem { Key = "b", Etag = new Etag { Value = "stale" } } } },
            cancellationToken: Stop));
        code.ShouldBe(GrpcStatusCode.Aborted);
        (await GetAsync(channel, "a")).Data.Length.ShouldBe(1);

        await channel.CallAsync(
            DaprMethods.DeleteBulkState, new DeleteBulkStateRequest { StoreName = "store", States = { new StateItem { Key = "a" }, new StateItem { Key = "b" } } }, cancellationToken: Stop);
        (await GetAsync(channel, "b")).Data.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Transaction_WithAStaleETag_AppliesNothing()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();
        await SaveAsync(channel, "a", [1]);
        ExecuteStateTransactionRequest Transaction(string etag) => new()
        {
            StoreName = "store",
            Operations =
            {
                new TransactionalStateOperation { OperationType = "upsert", Request = new StateItem { Key = "b", Value = ByteString.CopyFrom(2) } },
                new TransactionalStateOperation { OperationType = "delete", Request = new StateItem { Key = "a", Etag = new Etag { Value = etag } } },
            },
        };

        (await CodeAsync(() => channel.CallAsync(DaprMethods.ExecuteStateTransaction, Transaction("stale"), cancellationToken: Stop))).ShouldBe(GrpcStatusCode.Internal);
        (await GetAsync(channel, "b")).Data.Length.ShouldBe(0);

        await channel.CallAsync(DaprMethods.ExecuteStateTransaction, Transaction((await GetAsync(channel, "a")).Etag), cancellationToken: Stop);
        (await GetAsync(channel, "b")).Data.Length.ShouldBe(1);
        (await GetAsync(channel, "a")).Data.Length.ShouldBe(0);
    }

    [Fact]
    public async Task Save_WithTtl_SaysWhenItExpires()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();

        await channel.CallAsync(
            DaprMethods.SaveState, new SaveStateRequest { StoreName = "store", States = { new StateItem { Key = "k", Metadata = { ["ttlInSeconds"] = "600" } } } }, cancellationToken: Stop);

        DateTimeOffset.Parse((await GetAsync(channel, "k")).Metadata["ttlExpireTime"]).ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddMinutes(5));
    }

    [Theory]
    [InlineData("nowhere", "k", GrpcStatusCode.InvalidArgument)]
    [InlineData("store", "", GrpcStatusCode.InvalidArgument)]
    [InlineData("store", "a||b", GrpcStatusCode.InvalidArgument)]
    public async Task Get_BadStoreOrKey_IsRefused(string store, string key, object code)
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml);
        using var channel = sidecar.Channel();

        (await CodeAsync(() => channel.CallAsync(DaprMethods.GetState, new GetStateRequest { StoreName = store, Key = key }, cancellationToken: Stop))).ShouldBe((GrpcStatusCode)code);
    }

    private static Task<GetStateResponse> GetAsync(GrpcChannel channel, string key) =>
        channel.CallAsync(DaprMethods.GetState, new GetStateRequest { StoreName = "store", Key = key }, cancellationToken: Stop);

    private static Task SaveAsync(GrpcChannel channel, string key, byte[] value, string? etag = null) => channel.CallAsync(
        DaprMethods.SaveState,
        new SaveStateRequest { StoreName = "store", States = { new StateItem { Key = key, Value = ByteString.CopyFrom(value), Etag = etag is null ? null : new Etag { Value = etag } } } },
        cancellationToken: Stop);

    private static async Task<GrpcStatusCode> CodeAsync(Func<Task> call) => (await Should.ThrowAsync<GrpcException>(call)).Code;
}

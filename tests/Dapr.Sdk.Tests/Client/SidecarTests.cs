using System.Net;
using System.Text;
using Dapr.Client;
using Dapr.Sdk.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Dapr.Sdk.Tests.Client;

public sealed class SidecarTests
{
    [Fact]
    public async Task CheckHealthAsync_Unreachable_IsFalse() =>
        (await new RecordingSidecar(_ => throw new HttpRequestException("refused")).CreateClient().CheckHealthAsync()).ShouldBeFalse();

    [Fact]
    public async Task WaitForSidecarAsync_ReadyAtTheSecondLook_Returns()
    {
        var looks = 0;
        var sidecar = new RecordingSidecar(_ => RecordingSidecar.Answer(++looks < 2 ? HttpStatusCode.InternalServerError : HttpStatusCode.NoContent));

        await sidecar.CreateClient().WaitForSidecarAsync(TestContext.Current.CancellationToken);

        sidecar.Requests.Select(request => request.Line).ShouldBe(["GET /v1.0/healthz/outbound", "GET /v1.0/healthz/outbound"]);
    }

    [Fact]
    public async Task WaitForSidecarAsync_Canceled_Throws()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var client = RecordingSidecar.Answering(HttpStatusCode.InternalServerError).CreateClient();

        await Should.ThrowAsync<OperationCanceledException>(() => client.WaitForSidecarAsync(limit.Token));
    }

    [Fact]
    public async Task GetMetadataAsync_Answer_IsRead()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, """{"id":"cart","actorRuntime":{"activeActors":[{"type":"A","count":2}]},"extended":{"k":"v"},"components":[{"name":"s","type":"state.sqlite","version":"v1","capabilities":["ETAG"]}]}""");

        var metadata = await sidecar.CreateClient().GetMetadataAsync();

        metadata.Id.ShouldBe("cart");
        metadata.Actors.ShouldHaveSingleItem().Count.ShouldBe(2);
        metadata.Extended["k"].ShouldBe("v");
        metadata.Components.ShouldHaveSingleItem().Capabilities.ShouldBe(["ETAG"]);
    }

    [Fact]
    public async Task SetMetadataAsync_Value_IsPutAsText()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().SetMetadataAsync("a b", "v");

        sidecar.Only.Line.ShouldBe("PUT /v1.0/metadata/a%20b");
        sidecar.Only.Body.ShouldBe("v");
    }

    [Fact]
    public async Task ShutdownSidecarAsync_Posts()
    {
        var sidecar = new RecordingSidecar();

        await sidecar.CreateClient().ShutdownSidecarAsync();

        sidecar.Only.Line.ShouldBe("POST /v1.0/shutdown");
    }

    [Fact]
    public async Task GetSecretAsync_Answer_IsRead()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, """{"db":"pw"}""");

        (await sidecar.CreateClient().GetSecretAsync("vault", "db")).ShouldBe(new Dictionary<string, string> { ["db"] = "pw" });
        sidecar.Only.Line.ShouldBe("GET /v1.0/secrets/vault/db");
    }

    [Fact]
    public async Task GetBulkSecretAsync_Answer_IsRead()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, """{"db":{"user":"u","password":"p"}}""");

        (await sidecar.CreateClient().GetBulkSecretAsync("vault"))["db"]["password"].ShouldBe("p");
        sidecar.Only.Line.ShouldBe("GET /v1.0/secrets/vault/bulk");
    }

    [Fact]
    public async Task InvokeBindingAsync_Typed_SendsAndReadsJson()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, "[1,2]");

        var answer = await sidecar.CreateClient().InvokeBindingAsync<string, int[]>("files", "list", "x", new Dictionary<string, string> { ["fileName"] = "f" });

        answer.ShouldBe([1, 2]);
        sidecar.Only.Line.ShouldBe("POST /v1.0/bindings/files");
        sidecar.Only.Body.ShouldBe("""{"operation":"list","data":"x","metadata":{"fileName":"f"}}""");
    }

    [Fact]
    public async Task InvokeBindingAsync_Bytes_ReadsMetadataHeaders()
    {
        var sidecar = new RecordingSidecar(_ => RecordingSidecar.Answer(HttpStatusCode.OK, "pong", ("metadata.statusCode", "200")));

        var answer = await sidecar.CreateClient().InvokeBindingAsync(new BindingRequest("web", "post") { Data = Encoding.UTF8.GetBytes("ping pong") });

        Encoding.UTF8.GetString(answer.Data.Span).ShouldBe("pong");
        answer.Metadata["statusCode"].ShouldBe("200");
        sidecar.Only.Body.ShouldContain("\"data\":\"ping pong\"");
    }

    [Fact]
    public void AddDaprClient_Configuration_NamesTheSidecar()
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("DAPR_HTTP_PORT", (string?)"3777")]).Build());
        var endpoint = string.Empty;
        services.AddDaprClient(builder => endpoint = builder.HttpEndpoint);

        using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<DaprClient>().ShouldBeSameAs(provider.GetRequiredService<DaprClient>());

        endpoint.ShouldBe("http://localhost:3777/");
    }

    [Fact]
    public void Build_AddressNotHttp_Throws() =>
        Should.Throw<InvalidOperationException>(() => new DaprClientBuilder().UseHttpEndpoint("ftp://x").Build());
}

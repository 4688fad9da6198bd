using System.Net;
using System.Net.Http.Json;
using Dapr.Client;
using Dapr.Sdk.Tests.Fakes;

namespace Dapr.Sdk.Tests.Client;

public sealed class InvocationTests
{
    [Fact]
    public async Task CreateInvokeMethodRequest_WithQueryAndData_BuildsTheInvocation()
    {
        using var request = new RecordingSidecar().CreateClient(token: "secret").CreateInvokeMethodRequest(
            HttpMethod.Put, "cart", "/items?x=1", [KeyValuePair.Create("q", "a b")], new Item(3));

        request.RequestUri!.AbsoluteUri.ShouldBe("http://sidecar.test:3500/v1.0/invoke/cart/method/items?x=1&q=a%20b");
        request.Headers.GetValues("dapr-api-token").ShouldBe(["secret"]);
        (await request.Content!.ReadAsStringAsync()).ShouldBe("""{"size":3}""");
    }

    [Fact]
    public async Task CreateInvokableHttpClient_RelativeUri_GoesToTheApp()
    {
        var sidecar = new RecordingSidecar(_ => RecordingSidecar.Answer(HttpStatusCode.OK, """{"size":3}"""));
        using var client = new HttpClient(new InvocationHandler { InnerHandler = sidecar, DaprEndpoint = RecordingSidecar.Address, DefaultAppId = "Cart", DaprApiToken = "secret" }) { BaseAddress = new Uri("http://cart") };

        var item = await client.GetFromJsonAsync<Item>("items/1?x=2");

        item.ShouldBe(new Item(3));
        sidecar.Only.Line.ShouldBe("GET /v1.0/invoke/Cart/method/items/1?x=2");
        sidecar.Only.Headers["dapr-api-token"].ShouldBe("secret");
    }

    [Fact]
    public async Task CreateInvokableHttpClient_AppIdIsNoHost_Throws()
    {
        await Task.CompletedTask;

        Should.Throw<ArgumentException>(() => DaprClient.CreateInvokeHttpClient("not a host")).ParamName.ShouldBe("appId");
    }

    [Fact]
    public void InvocationHandler_EndpointNotHttp_Throws() =>
        Should.Throw<ArgumentException>(() => new InvocationHandler { DaprEndpoint = "ftp://x" });

    [Fact]
    public async Task InvocationHandler_NotAnHttpUri_Throws()
    {
        using var client = new HttpMessageInvoker(new InvocationHandler { InnerHandler = new RecordingSidecar() });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri("items", UriKind.Relative));

        await Should.ThrowAsync<ArgumentException>(() => client.SendAsync(request, CancellationToken.None));
    }

#pragma warning disable CS0618 // The invocation members are obsolete in the official SDK too, but offered.
    [Fact]
    public async Task InvokeMethodAsync_Success_ReadsTheAnswer()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.OK, """{"size":3}""");

        var item = await sidecar.CreateClient().InvokeMethodAsync<Item, Item>("cart", "items", new Item(1));

        item.ShouldBe(new Item(3));
        sidecar.Only.Line.ShouldBe("POST /v1.0/invoke/cart/method/items");
    }

    [Fact]
    public async Task InvokeMethodAsync_Failure_ThrowsWithTheResponse()
    {
        var sidecar = RecordingSidecar.Answering(HttpStatusCode.NotFound, "{}");

        var failure = await Should.ThrowAsync<InvocationException>(() => sidecar.CreateClient().InvokeMethodAsync("cart", "items"));

        failure.AppId.ShouldBe("cart");
        failure.MethodName.ShouldBe("items");
        failure.Response!.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task InvokeMethodWithResponseAsync_Failure_IsAnAnswer()
    {
        var client = RecordingSidecar.Answering(HttpStatusCode.NotFound).CreateClient();

        using var response = await client.InvokeMethodWithResponseAsync(client.CreateInvokeMethodRequest(HttpMethod.Get, "cart", "items"));

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task InvokeMethodWithResponseAsync_ForeignUri_Throws()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://elsewhere.test/x");

        await Should.ThrowAsync<InvalidOperationException>(() => new RecordingSidecar().CreateClient().InvokeMethodWithResponseAsync(request));
    }

    [Fact]
    public async Task InvokeMethodAsync_Unreachable_ThrowsWithoutResponse()
    {
        var sidecar = new RecordingSidecar(_ => throw new HttpRequestException("refused"));

        var failure = await Should.ThrowAsync<InvocationException>(() => sidecar.CreateClient().InvokeMethodAsync("cart", "items"));

        failure.Response.ShouldBeNull();
        failure.InnerException.ShouldBeOfType<HttpRequestException>();
    }
#pragma warning restore CS0618

    private sealed record Item(int Size);
}

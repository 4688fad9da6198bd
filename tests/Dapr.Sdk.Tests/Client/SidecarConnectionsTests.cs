using System.Net;
using Dapr.Actors;
using Dapr.Actors.Client;
using Dapr.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dapr.Sdk.Tests.Client;

/// <summary>Over real connections, because the pool is what is tested.</summary>
public sealed class SidecarConnectionsTests
{
    private const int Calls = 16;

    [Fact]
    public async Task Calls_AtTheSameTime_AreAllUnderWay()
    {
        using var allArrived = new CountdownEvent(Calls);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var sidecar = await StartAsync(async context =>
        {
            if (allArrived.Signal())
            {
                release.SetResult();
            }

            await release.Task.WaitAsync(TimeSpan.FromSeconds(20));
            context.Response.Headers.ETag = "7";
            await context.Response.WriteAsync("3");
        });
        using var client = new DaprClientBuilder().UseHttpEndpoint(sidecar.Urls.First()).Build();

        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(index => client.GetStateAndETagAsync<int>("store", $"k{index}")));

        answers.ShouldAllBe(answer => answer.value == 3 && answer.etag == "7");
    }

    [Fact]
    public async Task Dispose_OfOneClient_LeavesTheOthersWorking()
    {
        await using var sidecar = await StartAsync(context => context.Response.WriteAsync("3"));
        using var other = new DaprClientBuilder().UseHttpEndpoint(sidecar.Urls.First()).Build();
        var disposed = new DaprClientBuilder().UseHttpEndpoint(sidecar.Urls.First()).Build();
        (await disposed.GetStateAsync<int>("store", "k")).ShouldBe(3);

        disposed.Dispose();

        (await other.GetStateAsync<int>("store", "k")).ShouldBe(3);
        using var invokable = other.CreateInvokableHttpClient("cart");
        (await invokable.GetStringAsync(new Uri("/x", UriKind.Relative))).ShouldBe("3");
    }

    [Fact]
    public async Task UseTimeout_Invocation_IsCutOff()
    {
        await using var sidecar = await StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var client = new DaprClientBuilder().UseHttpEndpoint(sidecar.Urls.First()).UseTimeout(TimeSpan.FromMilliseconds(50)).Build();

        await Should.ThrowAsync<TaskCanceledException>(() => client.CheckHealthAsync());
    }

    [Fact]
    public async Task Answer_BreaksOff_IsAFailedRequest()
    {
        await using var sidecar = await StartAsync(async context =>
        {
            context.Response.ContentLength = 100;
            await context.Response.WriteAsync("[1,");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var endpoint = sidecar.Urls.First();
        using var client = new DaprClientBuilder().UseHttpEndpoint(endpoint).Build();
        var actor = new ActorProxyFactory(new ActorProxyOptions { HttpEndpoint = endpoint }).Create(new ActorId("a"), "T");

        var state = await Should.ThrowAsync<DaprException>(() => client.GetStateAsync<int[]>("store", "k"));
        await Should.ThrowAsync<DaprException>(() => client.GetByteStateAsync("store", "k"));
        await Should.ThrowAsync<HttpRequestException>(() => actor.InvokeMethodAsync<int[]>("GetAsync"));

        state.InnerException.ShouldBeOfType<HttpRequestException>();
    }

    private static async Task<WebApplication> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }
}

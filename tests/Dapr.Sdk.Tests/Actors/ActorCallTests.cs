using System.Net;
using System.Text.Json;
using Dapr.Actors;
using Dapr.Actors.Client;

namespace Dapr.Sdk.Tests.Actors;

public sealed class ActorCallTests
{
    [Fact]
    public async Task InvokeMethodAsync_ByName_PutsJsonAndReadsTheResult()
    {
        await using var fixture = await ActorFixture.StartAsync();

        (await fixture.Plain("a/b").InvokeMethodAsync<int, int>("AddAsync", 3)).ShouldBe(3);

        var call = fixture.Sidecar.Requests.First();
        call.Line.ShouldBe("PUT /v1.0/actors/Counter/a%2Fb/method/AddAsync");
        call.ContentType.ShouldBe("application/json");
        call.Body.ShouldBe("3");
    }

    [Fact]
    public async Task InvokeMethodAsync_ActorThrows_IsAnApiExceptionWithTheSidecarsCode()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var failure = await Should.ThrowAsync<DaprApiException>(() => fixture.Plain().InvokeMethodAsync("FailAfterAsync", 1));

        failure.ErrorCode.ShouldBe("ERR_ACTOR_INVOKE_METHOD");
    }

    [Fact]
    public async Task TypedCall_ActorThrows_CarriesWhatItThrew()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var failure = await Should.ThrowAsync<ActorMethodInvocationException>(() => fixture.Counter().FailAfterAsync(1));

        failure.Message.ShouldContain("Remote Actor Method Exception");
        var inner = failure.InnerException.ShouldBeOfType<ActorInvokeException>();
        inner.Message.ShouldBe("out of stock");
        inner.ActualExceptionType.ShouldBe(typeof(InvalidOperationException).FullName);
    }

    [Fact]
    public async Task TypedCall_SeveralArguments_ArriveInOrder()
    {
        await using var fixture = await ActorFixture.StartAsync();

        (await fixture.Counter().JoinAsync("a", 2, CancellationToken.None)).ShouldBe("a-2");
    }

    [Fact]
    public async Task TypedCall_Canceled_Throws()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => fixture.Counter().JoinAsync("a", 2, new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task TypedProxy_IsAnActorProxy()
    {
        await using var fixture = await ActorFixture.StartAsync();

        var reference = ActorReference.Get(fixture.Counter("x"))!;

        (reference.ActorId, reference.ActorType).ShouldBe((new ActorId("x"), "Counter"));
    }

    [Theory]
    [InlineData("NoSuchMethod", "")]
    [InlineData("AddAsync", "\"text\"")]
    [InlineData("JoinAsync", "\"text\"")]
    public async Task Host_CallItCannotMake_Is500(string method, string body)
    {
        await using var fixture = await ActorFixture.StartAsync();

        (await fixture.PutAsync($"/actors/Counter/c1/method/{method}", body)).Status.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Host_UnknownType_Is500()
    {
        await using var fixture = await ActorFixture.StartAsync();

        (await fixture.PutAsync("/actors/Other/c1/method/AddAsync", "1")).Status.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Host_GeneratedSerialization_IsUsedForArgumentsResultsAndStates()
    {
        var json = new JsonSerializerOptions { TypeInfoResolver = CounterJson.Default };
        await using var fixture = await ActorFixture.StartAsync(options => options.JsonSerializerOptions = json);

        var (status, body) = await fixture.PutAsync("/actors/Counter/c1/method/EchoAsync", """{"the_text":"hi"}""");
        await fixture.Plain().InvokeMethodAsync<int, int>("AddAsync", 3);

        status.ShouldBe(HttpStatusCode.OK);
        body.ShouldBe("""{"the_text":"hi"}""");
        fixture.Transactions.ShouldHaveSingleItem();

        // A type the generated resolver does not know is refused, so nothing falls back to reflection.
        (await fixture.PutAsync("/actors/Counter/c1/method/CallSelfAsync")).Status.ShouldBe(HttpStatusCode.InternalServerError);
    }

    [Fact]
    public async Task Host_CallAfterCall_ActivatesOnceUntilDeactivated()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await fixture.Counter().GetAsync();
        await fixture.Counter().GetAsync();
        using var response = await fixture.App.DeleteAsync(new Uri("/actors/Counter/c1", UriKind.Relative));
        using var again = await fixture.App.DeleteAsync(new Uri("/actors/Counter/c1", UriKind.Relative));
        await fixture.Counter().GetAsync();

        fixture.Journal.Lines.Where(line => line.EndsWith("activated", StringComparison.Ordinal)).ShouldBe(["activated", "deactivated", "activated"]);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Host_Configuration_NamesTypesAndOptions()
    {
        await using var fixture = await ActorFixture.StartAsync(options =>
        {
            options.ActorIdleTimeout = TimeSpan.FromMinutes(61);
            options.DrainRebalancedActors = true;
            options.ReentrancyConfig.MaxStackDepth = 5;
        });

        (await fixture.App.GetStringAsync(new Uri("/dapr/config", UriKind.Relative))).ShouldBe(
            """{"entities":["Counter"],"actorIdleTimeout":"1h1m0s0ms","drainRebalancedActors":true,"reentrancy":{"enabled":false,"maxStackDepth":5}}""");
        (await fixture.App.GetStringAsync(new Uri("/healthz", UriKind.Relative))).ShouldBe("Healthy");
    }

    [Theory]
    [InlineData(typeof(IOverloaded))]
    [InlineData(typeof(INotATask))]
    [InlineData(typeof(IDisposable))]
    [InlineData(typeof(CounterActor))]
    public void CreateActorProxy_InterfaceIsNoActors_Throws(Type type) =>
        Should.Throw<ArgumentException>(() => new ActorProxyFactory().CreateActorProxy(new ActorId("x"), type, "T"));

    [Fact]
    public void ActorOptions_OutOfRange_Throws()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new Dapr.Actors.Runtime.ActorRuntimeOptions { ActorIdleTimeout = TimeSpan.Zero });
        Should.Throw<ArgumentNullException>(() => new ActorProxyOptions { JsonSerializerOptions = null! });
    }

    [Fact]
    public void ActorId_Equality_IgnoresCase()
    {
        (new ActorId("a") == new ActorId("A")).ShouldBeTrue();
        new ActorId("a").GetHashCode().ShouldBe(new ActorId("A").GetHashCode());
        JsonSerializer.Serialize(new ActorId("a")).ShouldBe("\"a\"");
        JsonSerializer.Deserialize<ActorId>("\"a\"").ShouldBe(new ActorId("a"));
        Should.Throw<ArgumentException>(() => new ActorId(" "));
    }

    public interface IOverloaded : IActor
    {
        Task RunAsync();

        Task RunAsync(int amount);
    }

    public interface INotATask : IActor
    {
        int Run();
    }
}

using System.Net;
using Dapr.Actors.Runtime;

namespace Dapr.Sdk.Tests.Actors;

public sealed class ActorStateTests
{
    [Fact]
    public async Task Turn_ChangesState_SavesOneTransactionAfterIt()
    {
        await using var fixture = await ActorFixture.StartAsync();

        (await fixture.Counter().AddAsync(3)).ShouldBe(3);

        var transaction = fixture.Transactions.ShouldHaveSingleItem();
        transaction.PathAndQuery.ShouldBe("/v1.0/actors/Counter/c1/state");
        transaction.ContentType.ShouldBe("application/json");
        transaction.Body.ShouldBe("""[{"operation":"upsert","request":{"key":"count","value":3}}]""");
    }

    [Fact]
    public async Task Turn_ReadsTwice_AsksTheStoreOnce()
    {
        await using var fixture = await ActorFixture.StartAsync();
        fixture.States["actors/Counter/c1/state/count"] = "5";

        (await fixture.Counter().GetAsync()).ShouldBe(5);
        (await fixture.Counter().AddAsync(1)).ShouldBe(6);

        fixture.Reads.Count().ShouldBe(1);
    }

    [Fact]
    public async Task Turn_ChangesNothing_SavesNothing()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await fixture.Counter().GetAsync();

        fixture.Transactions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Turn_SeveralChanges_AreOneTransactionWithTtl()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await fixture.Counter().SetBothAsync(2);

        fixture.Transactions.ShouldHaveSingleItem().Body.ShouldBe(
            """[{"operation":"upsert","request":{"key":"count","value":2}},{"operation":"upsert","request":{"key":"expiring","value":"x","metadata":{"ttlInSeconds":"60"}}}]""");
    }

    [Fact]
    public async Task State_WithTtl_IsGoneAfterIt()
    {
        await using var fixture = await ActorFixture.StartAsync();
        await fixture.Counter().SetBothAsync(2);

        fixture.Time.Advance(TimeSpan.FromSeconds(59));
        (await fixture.Counter().HasExpiringAsync()).ShouldBeTrue();
        fixture.Time.Advance(TimeSpan.FromSeconds(1));

        (await fixture.Counter().HasExpiringAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task Turn_Removes_DeletesInTheTransaction()
    {
        await using var fixture = await ActorFixture.StartAsync();
        await fixture.Counter().AddAsync(3);

        await fixture.Counter().ForgetAsync();

        fixture.Transactions.Last().Body.ShouldBe("""[{"operation":"delete","request":{"key":"count"}}]""");
        (await fixture.Counter().GetAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Turn_Fails_ForgetsItsChangesAndSavesNothing()
    {
        await using var fixture = await ActorFixture.StartAsync();
        await fixture.Counter().AddAsync(3);

        await Should.ThrowAsync<Exception>(() => fixture.Counter().FailAfterAsync(99));

        fixture.Transactions.Count().ShouldBe(1);
        (await fixture.Counter().GetAsync()).ShouldBe(3);
        fixture.Journal.Lines.ShouldContain("failed FailAfterAsync InvalidOperationException");
    }

    [Fact]
    public async Task Turn_SaveIsRefused_FailsAndForgetsItsChanges()
    {
        await using var fixture = await ActorFixture.StartAsync();
        await fixture.Counter().AddAsync(3);
        fixture.RefuseTransactionsWith = HttpStatusCode.InternalServerError;

        await Should.ThrowAsync<DaprApiException>(() => fixture.Plain().InvokeMethodAsync<int, int>("AddAsync", 4));
        fixture.RefuseTransactionsWith = null;

        (await fixture.Counter().GetAsync()).ShouldBe(3);
        (await fixture.Counter().AddAsync(1)).ShouldBe(4);
    }

    [Fact]
    public async Task Actors_OfDifferentIds_KeepTheirOwnStates()
    {
        await using var fixture = await ActorFixture.StartAsync();

        await fixture.Counter("a").AddAsync(1);
        await fixture.Counter("A").AddAsync(2);

        (await fixture.Counter("a").GetAsync()).ShouldBe(1);
        (await fixture.Counter("A").GetAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task Turn_Reentrant_ReadsTheStoreAndNotTheCacheOfOtherCalls()
    {
        await using var fixture = await ActorFixture.StartAsync(options => options.ReentrancyConfig.Enabled = true);
        using var request = new HttpRequestMessage(HttpMethod.Put, "/actors/Counter/c1/method/AddAsync") { Content = new StringContent("1") };
        request.Headers.Add("Dapr-Reentrancy-Id", "r1");

        using var first = await fixture.App.SendAsync(request);
        fixture.States["actors/Counter/c1/state/count"] = "50";
        using var again = new HttpRequestMessage(HttpMethod.Put, "/actors/Counter/c1/method/AddAsync") { Content = new StringContent("1") };
        again.Headers.Add("Dapr-Reentrancy-Id", "r1");
        using var second = await fixture.App.SendAsync(again);

        (await second.Content.ReadAsStringAsync()).ShouldBe("51");
    }

    [Fact]
    public async Task StateManager_WithoutAStore_SaysWhatToDo()
    {
        var actor = new CounterActor(ActorHost.CreateForTest<CounterActor>(), new CounterJournal());

        var failure = await Should.ThrowAsync<InvalidOperationException>(() => actor.GetAsync());

        failure.Message.ShouldContain("StateManager");
    }
}

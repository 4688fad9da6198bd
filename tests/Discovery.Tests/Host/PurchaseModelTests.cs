using Dapr.Client;
using NSubstitute;
using Personalization.Abstractions.Naming;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.Recommendations;
using Personalization.Discovery.Api.Snapshots;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Boosting;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Host;

public sealed class PurchaseModelTests
{
    private const string Catalogue = "id,name,category\nbread,Bread,bakery\nbutter,Butter,dairy\npasta,Pasta,pantry\nsauce,Sauce,pantry\ntea,Tea,drinks\n";

    private readonly InMemoryDiscoveryState _state = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Append_DeliveredTwiceAndOverPages_KeepsEachLineOnce()
    {
        using var host = new DiscoveryHost(_state, _time);
        var log = host.Get<PurchaseLog>();
        foreach (var some in Purchases(800).Chunk(150))
        {
            await log.AppendAsync(some, Stop);
            await log.AppendAsync(some, Stop);
        }

        var all = await log.ReadAsync("main", null, null, Stop);
        await log.AppendAsync([Purchases(1)[0] with { EventId = "late" }], Stop);
        var later = await log.ReadAsync("main", all.Place, null, Stop);
        var before = await log.ReadAsync("main", null, all.Place, Stop);

        all.Lines.Count.ShouldBe(1600);
        all.Place.Page.ShouldBe(3);
        later.Lines.ShouldHaveSingleItem();
        before.Lines.Count.ShouldBe(1600);
    }

    [Fact]
    public async Task Append_StoreAway_IsDeliveredAgainAndKeptOnce()
    {
        using var host = new DiscoveryHost(_state, _time);
        var log = host.Get<PurchaseLog>();
        _state.WritesLeft = 0;
        await Should.ThrowAsync<StateUnavailableException>(() => log.AppendAsync(Purchases(3), Stop));
        _state.WritesLeft = -1;

        await log.AppendAsync(Purchases(3), Stop);

        (await log.ReadAsync("main", null, null, Stop)).Lines.Count.ShouldBe(6);
    }

    [Fact]
    [Trait("req", "R3.1")]
    public async Task Look_EnoughPurchases_LearnsAVersionThatARestartServes()
    {
        using var host = await OpenAsync();

        await host.Get<ModelWorker>().LookAsync(Stop);

        var manifest = await host.Get<ModelStore>().ReadAsync("main", Stop);
        manifest.Current.ShouldNotBeNull();
        manifest.Versions[0].Baskets.ShouldBe(300);
        host.Get<LiveRecommendations>().Of("main").Model.Version.ShouldBe(manifest.Current);
        (await host.Get<ModelStore>().JobAsync("main", Stop)).Value!.State.ShouldBe(RebuildJob.Done);

        using var restarted = new DiscoveryHost(_state, _time);
        await restarted.LookAsync();
        await restarted.Get<ModelWorker>().LookAsync(Stop);
        restarted.Get<LiveRecommendations>().Of("main").Model.Version.ShouldBe(manifest.Current);
        (await Usual(restarted)).ShouldBe(await Usual(host));
    }

    [Fact]
    public async Task Look_JobLeftRunningByACrash_IsTakenUpAgain()
    {
        using var host = await OpenAsync();
        var models = host.Get<ModelStore>();
        (await models.TrySaveAsync("main", new RebuildJob { Id = "7", State = RebuildJob.Running, Attempts = 1, Progress = .4 }, "", Stop)).ShouldBeTrue();

        await host.Get<ModelWorker>().LookAsync(Stop);

        var job = (await models.JobAsync("main", Stop)).Value!;
        job.State.ShouldBe(RebuildJob.Done);
        job.Attempts.ShouldBe(2);
        job.Version.ShouldBe("7-2");
    }

    [Fact]
    public async Task Look_CrashAfterSomeTreesWereSaved_GoesOnToTheSameModel()
    {
        using var whole = await OpenAsync();
        await whole.Get<ModelWorker>().LookAsync(Stop);
        var expected = (await TreesAsync(whole)).Data;

        var state = new InMemoryDiscoveryState();
        using var host = await OpenAsync(state);
        var (log, models) = (host.Get<PurchaseLog>(), host.Get<ModelStore>());
        var reading = await log.ReadAsync("main", null, null, Stop);
        var half = Prefix(expected, 70);
        var left = new RebuildJob { Id = "7", State = RebuildJob.Running, Attempts = 1, LogFirst = reading.First, LogEnd = reading.Place };
        (await models.TrySaveAsync("main", left, "", Stop)).ShouldBeTrue();
        await models.SaveAsync("main", left, half, Stop);
        await log.AppendAsync([.. Order("late", "late", _time.Now, "tea")], Stop);

        await host.Get<ModelWorker>().LookAsync(Stop);

        var made = (await TreesAsync(host)).Data;
        made.Roots.ShouldBe(expected.Roots);
        made.Value.ShouldBe(expected.Value);
        (await models.ReadAsync("main", Stop)).Versions[0].Baskets.ShouldBe(300);
        (await models.SavedAsync("main", left with { SavedTrees = 70, SavedParts = 1 }, Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Look_SavedTreesOfAnErasedLog_StartsOver()
    {
        using var host = await OpenAsync();
        var (log, models) = (host.Get<PurchaseLog>(), host.Get<ModelStore>());
        var reading = await log.ReadAsync("main", null, null, Stop);
        var left = new RebuildJob { Id = "7", State = RebuildJob.Running, Attempts = 1, LogFirst = reading.First, LogEnd = reading.Place };
        (await models.TrySaveAsync("main", left, "", Stop)).ShouldBeTrue();
        await log.EraseAsync("main", "u", "s3", Stop);

        await host.Get<ModelWorker>().LookAsync(Stop);

        (await models.ReadAsync("main", Stop)).Versions[0].Baskets.ShouldBe(290);
    }

    [Fact]
    [Trait("req", "R7.3")]
    public async Task Erase_Shopper_IsInNoLineAndInNoCountAnyMore()
    {
        using var host = await OpenAsync();
        var (log, worker) = (host.Get<PurchaseLog>(), host.Get<ModelWorker>());
        await log.AppendAsync([.. Order("only", "only", _time.Now, "tea", "bread")], Stop);
        await worker.LookAsync(Stop);
        host.Get<LiveRecommendations>().Of("main").Model.BasketsWith("tea").ShouldBe(1);

        var erased = await log.EraseAsync("main", "u", "only", Stop);
        await worker.LookAsync(Stop);

        erased.ShouldBe(2);
        (await log.EraseAsync("main", "u", "only", Stop)).ShouldBe(0);
        (await log.ReadAsync("main", null, null, Stop)).Lines.Count.ShouldBe(600);
        host.Get<LiveRecommendations>().Of("main").Model.BasketsWith("tea").ShouldBe(0);
        host.Get<LiveRecommendations>().Of("main").Model.Version.ShouldNotBeNull();
        await log.AppendAsync([.. Order("next", "next", _time.Now, "tea")], Stop);
        (await log.ReadAsync("main", null, null, Stop)).Lines.Count.ShouldBe(601);
    }

    [Fact]
    public async Task Use_PlainThenAVersion_SwapsWhatServes()
    {
        using var host = await OpenAsync();
        var (worker, models, live) = (host.Get<ModelWorker>(), host.Get<ModelStore>(), host.Get<LiveRecommendations>().Of("main"));
        await worker.LookAsync(Stop);
        var version = live.Model.Version.ShouldNotBeNull();

        await models.UseAsync("main", ModelStore.Plain, Stop);
        await worker.LookAsync(Stop);
        live.Model.Version.ShouldBeNull();
        await models.UseAsync("main", version, Stop);
        await worker.LookAsync(Stop);

        live.Model.Version.ShouldBe(version);
        (await models.UseAsync("main", "unknown", Stop)).ShouldBeNull();
    }

    [Fact]
    [Trait("req", "R3.7")]
    public async Task Look_AnotherModelInForce_IsToldToCopiesOnce()
    {
        using var host = await OpenAsync();
        var worker = host.Get<ModelWorker>();
        await worker.LookAsync(Stop);
        host.Get<DaprClient>().ClearReceivedCalls();
        await worker.LookAsync(Stop);
        host.Get<DaprClient>().ReceivedCalls().ShouldBeEmpty();

        await host.Get<ModelStore>().UseAsync("main", ModelStore.Plain, Stop);
        await worker.LookAsync(Stop);

        var told = host.Get<DaprClient>().ReceivedCalls().ShouldHaveSingleItem().GetArguments();
        told[..2].ShouldBe([Components.Broadcast, Topics.CatalogueChanged]);
        SnapshotEndpoints.List(host.Get<LiveCatalogues>(), host.Get<LiveRecommendations>()).Value!.Stores.ShouldHaveSingleItem().Model.ShouldBeNull();
    }

    [Fact]
    public async Task Recommend_PurchasesNotCountedYet_SaysSo()
    {
        using var host = await OpenAsync();
        var request = new RecommendRequest { StoreId = "main", Slots = ["usual"] };

        var early = await host.Get<RecommendationService>().RecommendAsync(request, Stop);
        await host.Get<ModelWorker>().LookAsync(Stop);
        var later = await host.Get<RecommendationService>().RecommendAsync(request, Stop);

        (early.Ranking.Degraded, early.Ranking.Reason).ShouldBe((true, Reasons.ModelsLoading));
        (later.Ranking.Degraded, later.Ranking.Reason).ShouldBe((false, null));
    }

    [Fact]
    public async Task RollBack_AfterTwoVersions_ServesTheFirstUntilAskedToLearn()
    {
        using var host = await OpenAsync();
        var (worker, models) = (host.Get<ModelWorker>(), host.Get<ModelStore>());
        await worker.LookAsync(Stop);
        var first = (await models.ReadAsync("main", Stop)).Current;
        _time.Now += TimeSpan.FromMinutes(1);
        await AskAsync(models);
        await worker.LookAsync(Stop);
        var second = (await models.ReadAsync("main", Stop)).Current;
        second.ShouldNotBe(first);

        (await models.RollBackAsync("main", Stop)).ShouldNotBeNull();
        await worker.LookAsync(Stop);

        host.Get<LiveRecommendations>().Of("main").Model.Version.ShouldBe(first);
        (await models.RollBackAsync("main", Stop)).ShouldBeNull();
    }

    [Fact]
    [Trait("req", "R3.7")]
    public async Task Recommend_PurchaseHeard_IsInWhatGoesTogetherWithinAMinute()
    {
        using var host = await OpenAsync();
        var worker = host.Get<ModelWorker>();
        await worker.LookAsync(Stop);
        await host.Get<PurchaseLog>().AppendAsync([.. Enumerable.Range(0, 80).SelectMany(number => Order($"n{number}", $"n{number}", _time.Now, "tea", "sauce"))], Stop);
        await worker.LookAsync(Stop);
        _time.Now += TimeSpan.FromSeconds(31);
        await worker.LookAsync(Stop);

        var reply = await host.Get<RecommendationService>().RecommendAsync(new RecommendRequest { StoreId = "main", Slots = ["complementary"], Cart = ["tea"] }, Stop);

        reply.Slots["complementary"][0].Product.Id.ShouldBe("sauce");
    }

    [Fact]
    public async Task Recommend_LookedAtInTheSameVisits_IsSimilarInEveryProcess()
    {
        using var host = await OpenAsync();
        await host.Get<ModelWorker>().LookAsync(Stop);
        for (var visit = 0; visit < 30; visit++)
        {
            host.Get<CoViewKeeper>().Hear([View($"v{visit}", "pasta"), View($"v{visit}", "tea")]);
        }

        _time.Now += TimeSpan.FromMinutes(1);
        await host.Get<ModelWorker>().LookAsync(Stop);
        using var other = new DiscoveryHost(_state, _time);
        await other.LookAsync();
        await other.Get<ModelWorker>().LookAsync(Stop);

        foreach (var process in (DiscoveryHost[])[host, other])
        {
            var reply = await process.Get<RecommendationService>().RecommendAsync(new RecommendRequest { StoreId = "main", Slots = ["similar"], Product = "pasta" }, Stop);
            reply.Slots["similar"][0].Product.Id.ShouldBe("tea");
            reply.Slots["similar"][0].Reasons[0].ShouldBe("Others looked at it beside Pasta");
        }
    }

    [Fact]
    public async Task Recommend_ProfilesAwayOrNoStore_StillAnswers()
    {
        using var host = await OpenAsync();
        var service = host.Get<RecommendationService>();

        var away = await service.RecommendAsync(new RecommendRequest { StoreId = "main", Slots = ["usual", "discovery"], ShopperActorId = "x" }, Stop);
        var unknown = await service.RecommendAsync(new RecommendRequest { StoreId = "nowhere", Slots = ["usual"] }, Stop);

        away.Ranking.Reason.ShouldBe(Reasons.ProfilesUnavailable);
        away.Slots["usual"].Count.ShouldBe(5);
        unknown.Slots["usual"].ShouldBeEmpty();
    }

    private InteractionRecorded View(string session, string product) => new()
    {
        StoreId = "main",
        EventId = $"{session}-{product}",
        Type = InteractionTypes.Click,
        ShopperKind = "a",
        ShopperId = session,
        SessionId = session,
        Timestamp = _time.Now,
        ReceivedAt = _time.Now,
        ProductId = product,
    };

    private static async Task AskAsync(ModelStore models)
    {
        var (_, etag) = await models.JobAsync("main", Stop);
        await models.TrySaveAsync("main", new RebuildJob { Id = "asked", State = RebuildJob.Waiting }, etag, Stop);
    }

    private static async Task<string[]> Usual(DiscoveryHost host)
    {
        var shopper = new ShopperContext { Events = 3, Orders = [new PastOrder { At = 1_700_000_000_000, Products = ["bread", "butter"], Quantities = [1, 1] }] };
        var reply = await host.Get<RecommendationService>().RecommendAsync(new RecommendRequest { StoreId = "main", Slots = ["usual"], Shopper = shopper }, Stop);
        return [.. reply.Slots["usual"].Select(found => found.Product.Id)];
    }

    private static async Task<BoostedTrees> TreesAsync(DiscoveryHost host)
    {
        var models = host.Get<ModelStore>();
        return (await models.TreesAsync("main", (await models.ReadAsync("main", Stop)).Versions[0], Stop)).ShouldNotBeNull();
    }

    private static BoostedTreesData Prefix(BoostedTreesData data, int trees)
    {
        var nodes = data.Roots[trees];
        return data with
        {
            Roots = [.. data.Roots.Take(trees)],
            Feature = [.. data.Feature.Take(nodes)],
            Threshold = [.. data.Threshold.Take(nodes)],
            Left = [.. data.Left.Take(nodes)],
            Value = [.. data.Value.Take(nodes)],
        };
    }

    private async Task<DiscoveryHost> OpenAsync(InMemoryDiscoveryState? state = null)
    {
        var host = new DiscoveryHost(state ?? _state, _time);
        await host.SendAsync("i", Catalogue);
        await host.LookAsync();
        await host.Get<PurchaseLog>().AppendAsync(Purchases(300), Stop);
        return host;
    }

    /// <summary>Orders of two lines: half of the shoppers buy bread and butter, half pasta and sauce.</summary>
    private InteractionRecorded[] Purchases(int orders) =>
        [.. Enumerable.Range(0, orders).SelectMany(number => Order($"s{number % 30}", $"o{number}", _time.Now.AddHours(number - orders), number % 2 == 0 ? ["bread", "butter"] : ["pasta", "sauce"]))];

    private static IEnumerable<InteractionRecorded> Order(string shopper, string order, DateTimeOffset at, params string[] products) => products.Select(product => new InteractionRecorded
    {
        StoreId = "main",
        EventId = $"{order}-{product}",
        Type = InteractionTypes.Purchase,
        ShopperKind = "u",
        ShopperId = shopper,
        SessionId = "s",
        Timestamp = at,
        ReceivedAt = at,
        ProductId = product,
        OrderId = order,
        Quantity = 1,
    });
}

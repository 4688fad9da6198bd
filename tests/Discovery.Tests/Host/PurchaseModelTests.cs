using Personalization.Discovery.Api.Recommendations;
using Personalization.Discovery.Api.State;
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

        var (lines, place) = await log.ReadAsync("main", null, Stop);
        await log.AppendAsync([Purchases(1)[0] with { EventId = "late" }], Stop);
        var (later, _) = await log.ReadAsync("main", place, Stop);

        lines.Count.ShouldBe(1600);
        place.Page.ShouldBe(3);
        later.ShouldHaveSingleItem();
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

        (await log.ReadAsync("main", null, Stop)).Lines.Count.ShouldBe(6);
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

    private async Task<DiscoveryHost> OpenAsync()
    {
        var host = new DiscoveryHost(_state, _time);
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

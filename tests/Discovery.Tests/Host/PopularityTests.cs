using Personalization.Discovery.Api.Popularity;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Host;

public sealed class PopularityTests
{
    private readonly InMemoryDiscoveryState _state = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_EachEventOnce_ThroughFoldsAndRestarts()
    {
        const int Events = 2500;
        for (var round = 0; round < 3; round++)
        {
            using var host = new DiscoveryHost(_state, _time);
            var recorder = host.Get<PopularityRecorder>();
            foreach (var some in Enumerable.Range(0, Events).Select(number => Bought($"e{number}", $"p{number % 10}")).Chunk(150))
            {
                await recorder.RecordAsync(some, Stop);
            }
        }

        using var reader = new DiscoveryHost(_state, _time);
        var frozen = await reader.Get<FrozenPopularity>().FreezeAsync("main", 0, _time.Now, Stop);

        frozen.Count.ShouldBe(10);
        frozen.Values.ShouldAllBe(popularity => Math.Abs(popularity - (Events / 10)) < .01);
    }

    [Fact]
    public async Task Look_ADayLater_RenewsTheOrderWithoutReadingTheTextAgainToWhatAnotherReplicaBuilds()
    {
        using var host = new DiscoveryHost(_state, _time);
        await host.SendAsync("i", "id,name,category\na,Oat Drink,Drinks\nb,Rice Drink,Drinks\nc,Soap,Care\n");
        await host.LookAsync();
        var before = host.Store!;
        await host.Get<PopularityRecorder>().RecordAsync([.. Enumerable.Range(0, 30).Select(number => Bought($"e{number}", "b"))], Stop);
        _time.Now += TimeSpan.FromDays(1);

        await host.LookAsync();

        using var other = new DiscoveryHost(_state, _time);
        await other.LookAsync();
        host.Store!.Manifest.Version.ShouldNotBe(before.Manifest.Version);
        host.Store.Catalogue.Version.ShouldBe(host.Store.Manifest.Version);
        foreach (var query in (string[])["drink", "", "dri"])
        {
            var request = new SearchRequest { StoreId = "main", Query = query };
            var renewed = await host.SearchAsync(request);
            renewed.Results[0].Product.Id.ShouldBe("b");
            renewed.Results.Select(result => (result.Product.Id, result.Score)).ShouldBe((await other.SearchAsync(request)).Results.Select(result => (result.Product.Id, result.Score)));
        }

        host.Store.Ranker.Suggest(new SuggestRequest { StoreId = "main", Text = "dr" }, _time.Now).Suggestions.ShouldBe(other.Store!.Ranker.Suggest(new SuggestRequest { StoreId = "main", Text = "dr" }, _time.Now).Suggestions);
    }

    [Fact]
    public async Task Record_OneIdOfTwoShoppers_CountsBoth()
    {
        using var host = new DiscoveryHost(_state, _time);

        await host.Get<PopularityRecorder>().RecordAsync([Bought("e", "p"), Bought("e", "p") with { ShopperId = "another" }], Stop);

        (await host.Get<FrozenPopularity>().FreezeAsync("main", 0, _time.Now, Stop))["p"].ShouldBe(2, .001);
    }

    [Fact]
    public async Task Record_StoreAway_CountsNothingTwiceWhenDeliveredAgain()
    {
        using var host = new DiscoveryHost(_state, _time);
        var recorder = host.Get<PopularityRecorder>();
        _state.WritesLeft = 0;
        await Should.ThrowAsync<StateUnavailableException>(() => recorder.RecordAsync([Bought("e", "p")], Stop));

        _state.WritesLeft = -1;
        await recorder.RecordAsync([Bought("e", "p")], Stop);
        await recorder.RecordAsync([Bought("e", "p")], Stop);

        (await host.Get<FrozenPopularity>().FreezeAsync("main", 0, _time.Now, Stop))["p"].ShouldBe(1, .001);
    }

    [Fact]
    public async Task Record_TwoReplicas_LoseNothing()
    {
        using var first = new DiscoveryHost(_state, _time);
        using var second = new DiscoveryHost(_state, _time);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(number =>
            (number % 2 == 0 ? first : second).Get<PopularityRecorder>().RecordAsync([.. Enumerable.Range(0, 20).Select(part => Bought($"e{number}-{part}", "p"))], Stop)));

        (await first.Get<FrozenPopularity>().FreezeAsync("main", 0, _time.Now, Stop))["p"].ShouldBe(800, .01);
    }

    [Theory]
    [InlineData("popularity:main:seen")]
    [InlineData("popularity:main:tail")]
    public async Task Record_AnotherReplicaFoldsBetweenTwoReads_CountsARepeatOnce(string readBefore)
    {
        using var first = new DiscoveryHost(_state, _time);
        using var second = new DiscoveryHost(_state, _time);
        InteractionRecorded[] known = [.. Enumerable.Range(0, 300).Select(number => Bought($"e{number}", "p"))];
        await first.Get<PopularityRecorder>().RecordAsync(known, Stop);
        _state.AfterReadAsync = async key =>
        {
            if (key == readBefore)
            {
                _state.AfterReadAsync = _ => Task.CompletedTask;
                await first.Get<PopularityRecorder>().RecordAsync([.. Enumerable.Range(300, 200).Select(number => Bought($"e{number}", "p"))], Stop);
            }
        };

        await second.Get<PopularityRecorder>().RecordAsync([.. known.Take(50)], Stop);

        (await first.Get<FrozenPopularity>().FreezeAsync("main", 0, _time.Now, Stop))["p"].ShouldBe(500, .01);
    }

    [Fact]
    public async Task Freeze_OldPurchases_CountLess()
    {
        using var host = new DiscoveryHost(_state, _time);
        await host.Get<PopularityRecorder>().RecordAsync([Bought("e", "p") with { Timestamp = _time.Now.AddDays(-180) }], Stop);

        (await host.Get<FrozenPopularity>().FreezeAsync("main", 0, _time.Now, Stop))["p"].ShouldBe(.5, .001);
    }

    [Fact]
    public async Task Worker_ADayLater_FreezesPopularityIntoANewVersion()
    {
        using var host = new DiscoveryHost(_state, _time);
        await host.SendAsync("i", "id,name\na,Milk\nb,Milk\n");
        await host.LookAsync();
        await host.Get<PopularityRecorder>().RecordAsync([Bought("e", "b")], Stop);
        var request = new SearchRequest { StoreId = "main", Query = "milk" };

        await host.LookAsync();
        var before = await host.SearchAsync(request);
        _time.Now += TimeSpan.FromDays(1);
        await host.LookAsync();
        var after = await host.SearchAsync(request);

        before.Results[0].Product.Id.ShouldBe("a");
        after.Results[0].Product.Id.ShouldBe("b");
        after.IndexVersion.ShouldNotBe(before.IndexVersion);
    }

    private InteractionRecorded Bought(string eventId, string product) => new()
    {
        StoreId = "main",
        EventId = eventId,
        Type = InteractionTypes.Purchase,
        ShopperKind = "u",
        ShopperId = "s",
        SessionId = "s",
        Timestamp = _time.Now,
        ReceivedAt = _time.Now,
        ProductId = product,
    };
}

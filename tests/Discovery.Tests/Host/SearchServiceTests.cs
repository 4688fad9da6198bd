using System.Text.Json;
using Personalization.Discovery.Api.Snapshots;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;
using Personalization.Profiles.Contracts;

namespace Personalization.Discovery.Tests.Host;

public sealed class SearchServiceTests
{
    private const string Catalogue = "id,name,categories,labels\na,Whole Milk,Milk,\nb,Oat Drink Milk,Milk,vegan\nc,Skim Milk,Milk,\n";

    private readonly InMemoryDiscoveryState _state = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Search_ActorIdAlone_AsksTheActor()
    {
        using var host = await StartAsync();
        host.Shoppers.Shopper = new ShopperContext { Events = 2, Attributes = new Dictionary<string, Affinity> { ["vegan"] = new(.5, 0, .5, 2) } };

        var reply = await host.SearchAsync(new SearchRequest { StoreId = "main", Query = "milk", ShopperActorId = "main:u:eA" });

        reply.Results[0].Product.Id.ShouldBe("b");
        reply.Ranking.Degraded.ShouldBeFalse();
    }

    [Fact]
    public async Task Search_ActorAway_IsTheStandardOrderAndSaysSo()
    {
        using var host = await StartAsync();

        var reply = await host.SearchAsync(new SearchRequest { StoreId = "main", Query = "milk", ShopperActorId = "main:u:eA" });

        reply.Results.Select(result => result.Product.Id).ShouldBe(host.Store!.Catalogue.Search(new SearchRequest { StoreId = "main", Query = "milk" }).Results.Select(result => result.Product.Id));
        (reply.Ranking.Degraded, reply.Ranking.Reason).ShouldBe((true, Reasons.ProfilesUnavailable));
    }

    [Fact]
    public async Task Search_UnknownStore_IsEmpty()
    {
        using var host = await StartAsync();

        (await host.SearchAsync(new SearchRequest { StoreId = "other", Query = "milk" })).Total.ShouldBe(0);
    }

    [Fact]
    public async Task Snapshot_RebuiltFromItsJson_HasTheSameOrder()
    {
        using var host = await StartAsync();
        var json = JsonSerializer.Serialize(new SnapshotPart(host.Store!.Catalogue.Products), DiscoveryJson.Default.SnapshotPart);

        var copy = StandardCatalogue.Build("main", host.Store.Manifest.Version, JsonSerializer.Deserialize(json, DiscoveryJson.Default.SnapshotPart)!.Products.Reverse());

        foreach (var query in (string[])["milk", "oat", "", "whole skim", "nothing"])
        {
            var request = new SearchRequest { StoreId = "main", Query = query };
            copy.Search(request).Results.Select(result => (result.Product.Id, result.Score))
                .ShouldBe(host.Store.Catalogue.Search(request).Results.Select(result => (result.Product.Id, result.Score)));
        }

        SnapshotEndpoints.PartSize.ShouldBeGreaterThan(copy.Products.Count);
    }

    private async Task<DiscoveryHost> StartAsync()
    {
        var host = new DiscoveryHost(_state, _time);
        await host.SendAsync("i", Catalogue);
        await host.LookAsync();
        return host;
    }
}

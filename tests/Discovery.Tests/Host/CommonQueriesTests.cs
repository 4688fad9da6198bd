using Personalization.Discovery.Api.Search;
using Personalization.Discovery.Contracts;
using Personalization.Discovery.Tests.State;

namespace Personalization.Discovery.Tests.Host;

[Trait("req", "R3.1a")]
public sealed class CommonQueriesTests
{
    private readonly InMemoryDiscoveryState _state = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Top_AfterARestart_IsWhatWasSearchedMostBefore()
    {
        using (var host = new DiscoveryHost(_state, _time))
        {
            await host.SendAsync("i", "id,name\n1,Milk\n2,Tea\n");
            await host.LookAsync();
            for (var number = 0; number < 12; number++)
            {
                await host.SearchAsync(new SearchRequest { StoreId = "main", Query = "Milk" });
                await host.SearchAsync(new SearchRequest { StoreId = "main", Query = number < 6 ? "tea" : $"once {number}" });
                await host.SearchAsync(new SearchRequest { StoreId = "main", Query = "deep", Offset = 20 });
            }

            _time.Now += TimeSpan.FromMinutes(2);
            await host.LookAsync();
        }

        using var restarted = new DiscoveryHost(_state, _time);
        await restarted.LookAsync();

        (await restarted.Get<CommonQueries>().TopAsync("main", Stop)).ShouldBe(["milk", "tea"]);
    }

    [Fact]
    public async Task Hear_EndlesslyManyTexts_StaysBoundedAndKeepsTheCommon()
    {
        using var host = new DiscoveryHost(_state, _time);
        var common = host.Get<CommonQueries>();
        for (var number = 0; number < 20_000; number++)
        {
            common.Hear("main", $"text {number}");
            common.Hear("main", "milk");
        }

        (await common.TopAsync("main", Stop)).ShouldBe(["milk"]);
    }
}

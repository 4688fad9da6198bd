using System.Globalization;
using Personalization.Load.Client;
using Personalization.Load.Running;
using Personalization.Load.Servers;
using Personalization.Load.Shop;

namespace Personalization.Load.PublicApi;

/// <summary>The three processes of <see cref="PageFloorRole"/>, with as many bytes as one shopper's context and recommendations have.</summary>
internal sealed class PageFloor : IDisposable
{
    private readonly ServerProcess[] _servers;

    private PageFloor(ServerProcess[] servers)
    {
        _servers = servers;
        Meter = new ProcessorMeter(() => servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.ProcessorTime()));
    }

    public int Port => _servers[^1].Port;

    /// <summary>What a call costs all three.</summary>
    public ProcessorMeter Meter { get; }

    public static async Task<PageFloor> StartAsync(ShopSystem shop, string recommendations, CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{shop.Port}") };
        var context = await http.GetByteArrayAsync($"/api/users/{Uri.EscapeDataString(shop.Data.ShopperList[0].Id)}/context", cancellationToken);
        var lists = await http.GetByteArrayAsync(recommendations, cancellationToken);
        var (contexts, ranking) = (await AnswerAsync(context.Length), await AnswerAsync(lists.Length));
        var door = await ServerProcess.StartRoleAsync(
            PageFloorRole.RoleName, LoadContext.FreePort(), cancellationToken, PageFloorRole.ContextOption, Text(contexts.Port), PageFloorRole.RankingOption, Text(ranking.Port));
        return new PageFloor([contexts, ranking, door]);

        Task<ServerProcess> AnswerAsync(int bytes) => ServerProcess.StartRoleAsync(PageFloorRole.RoleName, LoadContext.FreePort(), cancellationToken, PageFloorRole.BytesOption, Text(bytes));
    }

    public async Task<LoadResult> LoadAsync(NextRequest next, Pace pace, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken) =>
        await Meter.OverAsync(() => LoadClient.RunAsync(Port, next, pace, warmUp, duration, cancellationToken));

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Dispose();
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

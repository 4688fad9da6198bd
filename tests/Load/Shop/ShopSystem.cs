using System.Diagnostics;
using Personalization.Drills.Running;
using Personalization.Load.PublicApi;
using Personalization.Load.Running;
using Personalization.Load.Servers;

namespace Personalization.Load.Shop;

/// <summary>The whole system with the measured shop in it, at rest.</summary>
internal sealed class ShopSystem : IAsyncDisposable
{
    private const string Made = "made";
    private const double QuietShare = 0.15;
    private const int Rehearsed = 20;

    /// <summary>As many of one process' threads write to SQLite: its own state's and the queue's.</summary>
    private static readonly string[] SqliteThreads = ["sqlite writer", "queue "];

    private static readonly string[] Services = ["storefront", "profiles", "discovery", "decisions", "analytics", "sidecar"];
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Models are learned a minute after a start.</summary>
    private static readonly TimeSpan LearningBegins = TimeSpan.FromSeconds(75);

    private readonly RunningSystem _system;

    /// <summary>False for a shop made smaller: its figures mean nothing, so nothing is waited for.</summary>
    private readonly bool _settles;

    private ShopSystem(RunningSystem system, ShopData data, bool settles)
    {
        _system = system;
        _settles = settles;
        Data = data;
        Processes = Services.ToDictionary(name => name, system.ProcessId);
    }

    public ShopData Data { get; }

    public int Port => _system.Address.Port;

    /// <summary>Process ids by name of the service.</summary>
    public IReadOnlyDictionary<string, int> Processes { get; }

    /// <summary>Opens the shop, and makes it first where there is none.</summary>
    /// <param name="context">Says where and how big.</param>
    /// <param name="environment">Options of the services.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public static async Task<ShopSystem> OpenAsync(LoadContext context, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var (folder, marker) = (ShopData.Folder(), Path.Combine(context.Shop, Made));
        var until = File.Exists(marker) ? DateTimeOffset.Parse(await File.ReadAllTextAsync(marker, cancellationToken), System.Globalization.CultureInfo.InvariantCulture) : TimeProvider.System.GetUtcNow();
        var data = ShopData.Read(folder, until, ShopData.Shoppers / context.Scale);
        Directory.CreateDirectory(context.Shop);
        if (!File.Exists(marker))
        {
            await MakeAsync(context.Shop, data, context.Scale == 1, cancellationToken);
            await File.WriteAllTextAsync(marker, until.ToString("O"), cancellationToken);
        }

        var shop = new ShopSystem(await RunningSystem.StartInAsync(context.Shop, environment, "--no-demo"), data, context.Scale == 1);
        await shop.SettleAsync(TimeSpan.Zero, cancellationToken);
        if (shop._settles)
        {
            await shop.PersonalizesAsync(cancellationToken);
        }

        return shop;
    }

    /// <summary>Of all processes.</summary>
    public ProcessorMeter Meter() => new([.. Processes.Values]);

    /// <summary>Of the threads that do nothing but write to SQLite.</summary>
    public ProcessorMeter SqliteMeter() => new(() => ThreadTime.Of(Processes["sidecar"], SqliteThreads));

    /// <summary>Resident memory of all processes, bytes.</summary>
    public long ResidentBytes() => Processes.Values.Sum(id =>
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    });

    /// <summary>Waits until the processes do next to nothing: queues are empty, models learned.</summary>
    /// <param name="least">Not sooner than this after now.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    public async Task SettleAsync(TimeSpan least, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        for (var quiet = 0; _settles && quiet < 2;)
        {
            var before = Spent();
            await Task.Delay(Watch, cancellationToken);
            quiet = Spent() - before < Watch * QuietShare && Stopwatch.GetElapsedTime(began) >= least ? quiet + 1 : 0;
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"The system did not come to rest within {Patience.TotalMinutes:0} minutes.");
            }
        }
    }

    public ValueTask DisposeAsync() => _system.DisposeAsync();

    /// <summary>Waits until shoppers are recommended what is theirs: the catalogue and the models are loaded.</summary>
    private async Task PersonalizesAsync(CancellationToken cancellationToken)
    {
        using var http = new HttpClient { BaseAddress = _system.Address };
        var began = Stopwatch.GetTimestamp();
        foreach (var shopper in Data.ShopperList.Take(Rehearsed))
        {
            while (!Personalized.Is(await http.GetByteArrayAsync($"/api/recommendations?user_id={Uri.EscapeDataString(shopper.Id)}&slot=usual", cancellationToken)))
            {
                if (Stopwatch.GetElapsedTime(began) > Patience)
                {
                    throw new TimeoutException($"Nothing was recommended to {shopper.Id} for {Patience.TotalMinutes:0} minutes.");
                }

                await Task.Delay(200, cancellationToken);
            }
        }
    }

    private static async Task MakeAsync(string folder, ShopData data, bool settles, CancellationToken cancellationToken)
    {
        LoadContext.Say($"making a shop of {data.ProductList.Count} products and {data.ShopperList.Count} shoppers in {folder}");
        var system = new ShopSystem(await RunningSystem.StartInAsync(folder, new Dictionary<string, string>(), "--no-demo", "--reset"), data, settles);
        await using (system)
        {
            var began = Stopwatch.GetTimestamp();
            using var filling = new ShopFilling(system._system.Address, data);
            await filling.RunAsync(cancellationToken);
            LoadContext.Say($"filled after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s; waiting until it is learned");
            await system.SettleAsync(LearningBegins, cancellationToken);
            LoadContext.Say($"made after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        }
    }

    private TimeSpan Spent() => Processes.Values.Aggregate(TimeSpan.Zero, (sum, id) => sum + ThreadTime.OfProcess(id));
}

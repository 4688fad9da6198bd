using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Together;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>
/// Keeps the purchase models up to date: reads what was appended to the logs, by whichever replica, takes the learned version in force, and under the lease learns anew
/// when the baskets have grown enough or somebody asked.
/// </summary>
internal sealed partial class ModelWorker(
    LiveCatalogues catalogues,
    LiveRecommendations live,
    PurchaseLog log,
    ModelStore models,
    ReplicaLease lease,
    IOptions<DiscoveryOptions> options,
    TimeProvider time,
    ILogger<ModelWorker> logger) : BackgroundService
{
    private const int MaxAttempts = 3;

    /// <summary>What goes together follows the purchases within this and the time of a look.</summary>
    private static readonly TimeSpan TogetherEvery = TimeSpan.FromSeconds(30);

    /// <summary>Progress is written when it has grown by so much.</summary>
    private const double ProgressStep = .1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var learning = Task.CompletedTask;
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(options.Value.LookInterval, time);
        try
        {
            do
            {
                await GuardAsync(FollowAsync, stoppingToken);
                if (learning.IsCompleted && time.GetElapsedTime(started) >= options.Value.LearnAfter)
                {
                    // Learning takes seconds to minutes: what is bought meanwhile is followed all the same.
                    learning = GuardAsync(LearnIfDueAsync, stoppingToken);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await learning;
        }
    }

    /// <summary>One round.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await LearnIfDueAsync(cancellationToken);
        await FollowAsync(cancellationToken);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        foreach (var store in Stores)
        {
            await CatchUpAsync(store, cancellationToken);
            await TakeVersionAsync(store, cancellationToken);
            LearnTogetherIfDue(store);
        }
    }

    private async Task LearnIfDueAsync(CancellationToken cancellationToken)
    {
        foreach (var store in Stores)
        {
            await RebuildIfDueAsync(store, cancellationToken);
        }
    }

    private IEnumerable<string> Stores => catalogues.IsLoaded ? catalogues.All.Select(catalogue => catalogue.Catalogue.StoreId) : [];

    private async Task GuardAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (StateUnavailableException)
        {
            // The catalogue's worker says so; what is in force stays, the next round tries again.
        }
        catch (Exception exception)
        {
            // The edge of the loop: whatever it was, what is in force stays, and the next round tries again.
            LogFailed(exception);
        }
    }

    private void LearnTogetherIfDue(string store)
    {
        var held = live.Of(store);
        if (held.TogetherAt is { } at && time.GetUtcNow() - at < TogetherEvery)
        {
            return;
        }

        held.TogetherAt = time.GetUtcNow();
        held.Model.LearnTogether();
    }

    /// <summary>Reads what was bought since the last look. The first look reads everything.</summary>
    private async Task CatchUpAsync(string store, CancellationToken cancellationToken)
    {
        var held = live.Of(store);
        var isFirst = held.Place is null;
        var (lines, place) = await log.ReadAsync(store, held.Place, cancellationToken);
        var now = time.GetUtcNow();
        foreach (var line in lines)
        {
            held.Orders.Add(line, now);
        }

        if (isFirst)
        {
            // In the order in which a log is numbered for learning: equals stand alike in both.
            held.Model.Know(lines.Select(line => line.P).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), product => CategoryOf(store, product));
        }

        held.Place = place;
        foreach (var order in held.Orders.TakeComplete(now, all: isFirst))
        {
            held.Model.Take(order.Shopper, DateTimeOffset.FromUnixTimeMilliseconds(order.At), order.Products, order.Quantities, product => CategoryOf(store, product));
        }
    }

    private string? CategoryOf(string store, string product) => catalogues.Of(store)?.Catalogue.Find(product) is { Categories: [var first, ..] } ? first : null;

    private async Task TakeVersionAsync(string store, CancellationToken cancellationToken)
    {
        var held = live.Of(store);
        var manifest = await models.ReadAsync(store, cancellationToken);
        held.Held = manifest.Held;
        if (manifest.Current == held.Model.Version || manifest.Versions.FirstOrDefault(version => version.Version == manifest.Current) is not { } record)
        {
            return;
        }

        var trees = await models.TreesAsync(store, record, cancellationToken);
        held.Model.Use(record.Version, trees, record.Completion);
        held.LearnedBaskets = record.Baskets;
        LogTaken(store, record.Version);
    }

    private async Task RebuildIfDueAsync(string store, CancellationToken cancellationToken)
    {
        var held = live.Of(store);
        var (job, etag) = await models.JobAsync(store, cancellationToken);
        var isDue = !held.Held && held.Model.Baskets >= options.Value.NextBasket.MinBaskets && held.Model.Baskets >= held.LearnedBaskets * options.Value.RelearnGrowth;
        if ((job is not { IsOpen: true } && !isDue) || !await lease.TryHoldAsync(cancellationToken))
        {
            return;
        }

        if (job is not { IsOpen: true })
        {
            job = new RebuildJob { Id = $"{time.GetUtcNow().ToUnixTimeMilliseconds()}", State = RebuildJob.Waiting, AskedAt = time.GetUtcNow() };
        }

        await lease.WhileHeldAsync(token => RunAsync(store, job, etag, token), cancellationToken);
    }

    private async Task RunAsync(string store, RebuildJob job, string etag, CancellationToken cancellationToken)
    {
        job = job with { State = RebuildJob.Running, Attempts = job.Attempts + 1, Progress = 0 };
        if (!await models.TrySaveAsync(store, job, etag, cancellationToken))
        {
            return;
        }

        try
        {
            var version = await LearnAsync(store, job, cancellationToken);
            await FinishAsync(store, job with { State = RebuildJob.Done, Progress = 1, FinishedAt = time.GetUtcNow(), Version = version }, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StateUnavailableException && job.Attempts >= MaxAttempts)
        {
            LogFailed(exception);
            await FinishAsync(store, job with { State = RebuildJob.Failed, FinishedAt = time.GetUtcNow(), Error = exception.Message }, cancellationToken);
        }
    }

    private async Task FinishAsync(string store, RebuildJob job, CancellationToken cancellationToken)
    {
        var (_, etag) = await models.JobAsync(store, cancellationToken);
        await models.TrySaveAsync(store, job, etag, cancellationToken);
    }

    private async Task<string> LearnAsync(string store, RebuildJob job, CancellationToken cancellationToken)
    {
        var (lines, _) = await log.ReadAsync(store, null, cancellationToken);
        var baskets = BasketLog.Of(OrderAssembly.Of(lines)).Baskets;
        var progress = new StrongBox<double>(0);
        var learning = Task.Factory.StartNew(
            () => Learn(baskets, share => Volatile.Write(ref progress.Value, share), cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await ShowProgressAsync(store, job, progress, learning, cancellationToken);
        var (ranking, completion) = await learning;
        var parts = ranking is { Serves: true } ? TreesPart.Of(ranking.Trees.Data) : [];
        var record = new ModelRecord($"{job.Id}-{job.Attempts}", time.GetUtcNow(), baskets.Count, parts.Count, ranking?.Cases ?? 0, ranking?.Ndcg ?? 0, ranking?.PlainNdcg ?? 0, completion);
        await models.PublishAsync(store, record, parts, cancellationToken);
        LogLearned(store, record.Version, record.Baskets, record.Ndcg, record.PlainNdcg);
        return record.Version;
    }

    private async Task ShowProgressAsync(string store, RebuildJob job, StrongBox<double> progress, Task learning, CancellationToken cancellationToken)
    {
        var shown = 0.0;
        while (!learning.IsCompleted)
        {
            // Not ended by the token: learning itself ends by it, and a wait that returns at once would turn until it has.
            await Task.WhenAny(learning, Task.Delay(options.Value.LookInterval, time, CancellationToken.None));
            if (Volatile.Read(ref progress.Value) is var share && share >= shown + ProgressStep)
            {
                shown = share;
                await FinishAsync(store, job with { Progress = Math.Round(share, 2) }, cancellationToken);
            }
        }
    }

    /// <summary>Below the threads that answer, where the operating system knows priorities of threads; Linux does not, so there it shares the processor with them.</summary>
    private (LearnedRanking? Ranking, CompletionSettings Completion) Learn(List<ShopperBasket> baskets, Action<double> progress, CancellationToken cancellationToken)
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        var completion = CompletionFit.Fit(baskets.ConvertAll(basket => basket.Basket.Items), options.Value.Baskets, cancellationToken);
        return (NextBasketReplay.Learn(baskets, options.Value.NextBasket, options.Value.Baskets, progress, cancellationToken), completion);
    }

    [LoggerMessage(EventId = EventIds.ModelFailed, Level = LogLevel.Warning, Message = "The purchase models could not be brought up to date; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = EventIds.ModelLearned, Level = LogLevel.Information, Message = "Learned model {Version} of store {Store} from {Baskets} baskets: NDCG@10 {Ndcg:0.0000}, plain {PlainNdcg:0.0000}")]
    private partial void LogLearned(string store, string version, int baskets, double ndcg, double plainNdcg);

    [LoggerMessage(EventId = EventIds.ModelTaken, Level = LogLevel.Information, Message = "Model {Version} of store {Store} serves")]
    private partial void LogTaken(string store, string version);
}

using Microsoft.Extensions.Options;
using Personalization.Discovery.Api.Catalogue;
using Personalization.Discovery.Api.State;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.Boosting;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Recommendations;
using Personalization.Discovery.Together;
using Personalization.Hosting.Threads;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>
/// Keeps the purchase models up to date: reads what was appended to the logs, by whichever replica, takes the learned version in force, and under a lease for each store learns anew
/// when the baskets have grown enough or somebody asked.
/// </summary>
internal sealed partial class ModelWorker(
    LiveCatalogues catalogues,
    LiveRecommendations live,
    PurchaseLog log,
    ModelStore models,
    CoViewKeeper coViews,
    ReplicaLease lease,
    WorkSignal signal,
    ChangeBroadcast broadcast,
    IOptions<DiscoveryOptions> options,
    TimeProvider time,
    ILogger<ModelWorker> logger) : BackgroundService
{
    private const int MaxAttempts = 3;

    /// <summary>What goes together follows the purchases within this and the time of a look.</summary>
    private static readonly TimeSpan TogetherEvery = TimeSpan.FromSeconds(30);

    /// <summary>Times that trees are saved on the way: after a crash no more than a tenth is grown again.</summary>
    private const int Saves = 10;

    /// <summary>Progress is written when it has grown by so much.</summary>
    private const double ProgressStep = .1;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var learning = Task.CompletedTask;
        var started = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            await GuardAsync(FollowAsync, stoppingToken);
            if (learning.IsCompleted)
            {
                // Learning takes seconds to minutes: what is bought meanwhile is followed all the same. Somebody who asks for it does not wait for the start to be over.
                var onItsOwn = time.GetElapsedTime(started) >= options.Value.LearnAfter;
                learning = GuardAsync(token => LearnIfDueAsync(onItsOwn, token), stoppingToken);
            }

            await signal.WaitForModelsAsync(options.Value.LookInterval, time, stoppingToken);
        }

        await learning;
    }

    /// <summary>One round.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await LearnIfDueAsync(onItsOwn: true, cancellationToken);
        await FollowAsync(cancellationToken);
    }

    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        var hasCatalogues = catalogues.IsLoaded;
        foreach (var store in Stores)
        {
            var held = live.Of(store);
            var before = held.Model.Version;
            var (model, fromStart) = await CatchUpAsync(store, held, cancellationToken);
            var taken = await TakeVersionAsync(store, held, model, cancellationToken);
            held.Model = model;
            if (model.Version != before && catalogues.Of(store) is { } catalogue)
            {
                await broadcast.TellAsync(store, catalogue.Catalogue.Version, cancellationToken);
            }

            await LearnTogetherIfDueAsync(held, cancellationToken);
            await coViews.KeepIfDueAsync(store, held, cancellationToken);
            if (taken && !fromStart)
            {
                // A version comes with counts of its own log: lines of one order that were heard far apart are one order then.
                held.Place = null;
            }
        }

        if (hasCatalogues)
        {
            live.Loaded();
        }
    }

    private async Task LearnIfDueAsync(bool onItsOwn, CancellationToken cancellationToken)
    {
        foreach (var store in Stores)
        {
            await RebuildIfDueAsync(store, onItsOwn, cancellationToken);
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

    private async Task LearnTogetherIfDueAsync(StoreRecommendations held, CancellationToken cancellationToken)
    {
        if (held.TogetherAt is { } at && time.GetUtcNow() - at < TogetherEvery)
        {
            return;
        }

        held.TogetherAt = time.GetUtcNow();
        await OwnThread.RunAsync(held.Model.LearnTogether, cancellationToken);
    }

    /// <summary>
    /// Reads what was bought since the last look. Everything is read, into a model beside that which serves, at the first look, with a new version, after an erasure, and when so much
    /// was read that a good part of it is not kept any more: what is held never outgrows the log by more than a quarter.
    /// </summary>
    private async Task<(PurchaseModel Model, bool FromStart)> CatchUpAsync(string store, StoreRecommendations held, CancellationToken cancellationToken)
    {
        var outgrown = held.Lines > PurchaseLog.MaxLines * 5L / 4;
        var reading = await log.ReadAsync(store, outgrown ? null : held.Place, null, cancellationToken);
        var model = held.Model;
        if (reading.FromStart)
        {
            model = held.Lines == 0 ? model : live.NewModel();
            held.StartOver();

            // In the order in which a log is numbered for learning: equals stand alike in both.
            model.Know(reading.Lines.Select(line => line.P).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), product => CategoryOf(store, product));
        }

        if (reading.FromStart)
        {
            await OwnThread.RunAsync(() => Count(store, held, model, reading), cancellationToken);
        }
        else
        {
            Count(store, held, model, reading);
        }

        return (model, reading.FromStart);
    }

    private void Count(string store, StoreRecommendations held, PurchaseModel model, LogReading reading)
    {
        var now = time.GetUtcNow();
        foreach (var line in reading.Lines)
        {
            held.Orders.Add(line, now);
        }

        held.Place = reading.Place;
        held.Lines += reading.Lines.Count;
        foreach (var order in held.Orders.TakeComplete(now, all: reading.FromStart))
        {
            model.Take(order.Shopper, DateTimeOffset.FromUnixTimeMilliseconds(order.At), order.Products, order.Quantities, product => CategoryOf(store, product));
        }
    }

    private string? CategoryOf(string store, string product) => catalogues.Of(store)?.Catalogue.Find(product) is { Categories: [var first, ..] } ? first : null;

    /// <summary>Puts the version in force into the model, when it has another.</summary>
    private async Task<bool> TakeVersionAsync(string store, StoreRecommendations held, PurchaseModel model, CancellationToken cancellationToken)
    {
        var manifest = await models.ReadAsync(store, cancellationToken);
        held.Held = manifest.Held;
        if (manifest.Current == model.Version)
        {
            return false;
        }

        if (manifest.Versions.FirstOrDefault(version => version.Version == manifest.Current) is { } record)
        {
            var trees = await models.TreesAsync(store, record, cancellationToken);
            model.Use(record.Version, trees, record.Completion);
            held.LearnedBaskets = record.Baskets;
            LogTaken(store, record.Version);
            return true;
        }

        if (manifest.Current is null)
        {
            model.Use(null, null, null);
            LogTaken(store, ModelStore.Plain);
        }

        return false;
    }

    private async Task RebuildIfDueAsync(string store, bool onItsOwn, CancellationToken cancellationToken)
    {
        var held = live.Of(store);
        var (job, etag) = await models.JobAsync(store, cancellationToken);
        var isDue = onItsOwn && !held.Held && held.Model.Baskets >= options.Value.NextBasket.MinBaskets && held.Model.Baskets >= held.LearnedBaskets * options.Value.RelearnGrowth;
        var key = StateKeys.ModelLease(store);
        if ((job is not { IsOpen: true } && !isDue) || !await lease.TryHoldAsync(key, cancellationToken))
        {
            return;
        }

        if (job is not { IsOpen: true })
        {
            job = new RebuildJob { Id = $"{time.GetUtcNow().ToUnixTimeMilliseconds()}", State = RebuildJob.Waiting, AskedAt = time.GetUtcNow() };
        }

        await lease.WhileHeldAsync(key, token => RunAsync(store, job, etag, token), cancellationToken);
    }

    private async Task RunAsync(string store, RebuildJob job, string etag, CancellationToken cancellationToken)
    {
        job = job with { State = RebuildJob.Running, Attempts = job.Attempts + 1 };
        if (!await models.TrySaveAsync(store, job, etag, cancellationToken))
        {
            return;
        }

        try
        {
            await LearnAsync(store, job, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not StateUnavailableException && job.Attempts >= MaxAttempts)
        {
            LogFailed(exception);
            await SaveJobAsync(store, job with { State = RebuildJob.Failed, FinishedAt = time.GetUtcNow(), Error = exception.Message }, cancellationToken);
        }
    }

    private async Task SaveJobAsync(string store, RebuildJob job, CancellationToken cancellationToken)
    {
        var (_, etag) = await models.JobAsync(store, cancellationToken);
        await models.TrySaveAsync(store, job, etag, cancellationToken);
    }

    private async Task LearnAsync(string store, RebuildJob job, CancellationToken cancellationToken)
    {
        var reading = await log.ReadAsync(store, null, job.LogFirst is null ? null : job.LogEnd, cancellationToken);
        var goesOn = job.LogFirst == reading.First && job.LogEnd == reading.Place;
        var saved = goesOn ? await models.SavedAsync(store, job, cancellationToken) : null;
        if (!goesOn || saved is null)
        {
            job = job with { LogFirst = reading.First, LogEnd = reading.Place, SavedTrees = 0, SavedParts = 0, Progress = 0 };
            await SaveJobAsync(store, job, cancellationToken);
        }
        else
        {
            LogGoesOn(store, job.Id, job.SavedTrees);
        }

        var baskets = await OwnThread.RunAsync(() => BasketLog.Of(OrderAssembly.Of(reading.Lines)).Baskets, cancellationToken);
        var course = new LearningCourse();
        var checkpoint = new BoostingCheckpoint(saved, Math.Max(options.Value.NextBasket.Boosting.Trees / Saves, 1), course.Save);
        var learning = OwnThread.RunAsync(() => Learn(baskets, course.Show, checkpoint, cancellationToken), cancellationToken);
        job = await FollowCourseAsync(store, job, course, learning, cancellationToken);
        var (ranking, completion) = await learning;
        var parts = ranking is { Serves: true } ? TreesPart.Of(ranking.Trees.Data) : [];
        var record = new ModelRecord($"{job.Id}-{job.Attempts}", time.GetUtcNow(), baskets.Count, parts.Count, ranking?.Cases ?? 0, ranking?.Ndcg ?? 0, ranking?.PlainNdcg ?? 0, completion);
        await models.PublishAsync(store, record, parts, cancellationToken);
        await SaveJobAsync(store, job with { State = RebuildJob.Done, Progress = 1, FinishedAt = time.GetUtcNow(), Version = record.Version, SavedTrees = 0, SavedParts = 0 }, cancellationToken);
        await models.DropSavedAsync(store, job, cancellationToken);
        LogLearned(store, record.Version, record.Baskets, record.Ndcg, record.PlainNdcg);
    }

    /// <summary>Writes what learning tells on its way: progress, and trees to go on from after a crash.</summary>
    private async Task<RebuildJob> FollowCourseAsync(string store, RebuildJob job, LearningCourse course, Task learning, CancellationToken cancellationToken)
    {
        while (!learning.IsCompleted)
        {
            // Not ended by the token: learning itself ends by it, and a wait that returns at once would turn until it has.
            await Task.WhenAny(learning, Task.Delay(options.Value.LookInterval, time, CancellationToken.None));
            var share = course.Share;
            if (course.TakeSaved() is { } trees)
            {
                job = await models.SaveAsync(store, job with { Progress = Math.Round(share, 2) }, trees, cancellationToken);
            }
            else if (share >= job.Progress + ProgressStep)
            {
                job = job with { Progress = Math.Round(share, 2) };
                await SaveJobAsync(store, job, cancellationToken);
            }
        }

        return job;
    }

    /// <summary>Below the threads that answer, where the operating system knows priorities of threads; Linux does not, so there it shares the processor with them.</summary>
    private (LearnedRanking? Ranking, CompletionSettings Completion) Learn(List<ShopperBasket> baskets, Action<double> progress, BoostingCheckpoint checkpoint, CancellationToken cancellationToken)
    {
        Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        var completion = CompletionFit.Fit(baskets.ConvertAll(basket => basket.Basket.Items), options.Value.Baskets, cancellationToken);
        return (NextBasketReplay.Learn(baskets, options.Value.NextBasket, options.Value.Baskets, progress, checkpoint, cancellationToken), completion);
    }

    [LoggerMessage(EventId = EventIds.ModelFailed, Level = LogLevel.Warning, Message = "The purchase models could not be brought up to date; it is tried again")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(EventId = EventIds.ModelLearned, Level = LogLevel.Information, Message = "Learned model {Version} of store {Store} from {Baskets} baskets: NDCG@10 {Ndcg:0.0000}, plain {PlainNdcg:0.0000}")]
    private partial void LogLearned(string store, string version, int baskets, double ndcg, double plainNdcg);

    [LoggerMessage(EventId = EventIds.ModelGoesOn, Level = LogLevel.Information, Message = "Learning of store {Store} (job {Job}) goes on from {Trees} trees")]
    private partial void LogGoesOn(string store, string job, int trees);

    [LoggerMessage(EventId = EventIds.ModelTaken, Level = LogLevel.Information, Message = "Model {Version} of store {Store} serves")]
    private partial void LogTaken(string store, string version);
}

using Personalization.Abstractions.Identity;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Searching;
using Personalization.Storefront.Searching;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Operations;

/// <summary>
/// Searches personally, end to end, until it works without a fallback, and some times more so that its code is compiled; then, with the
/// catalogues' copies at hand for the facts of interactions and for the fallback, and rehearsed, the process is ready.
/// The shopper it asks for is nobody: reading leaves nothing behind.
/// </summary>
internal sealed partial class WarmUp(
    PersonalSearch search,
    CatalogueSync sync,
    CatalogueCopy catalogues,
    Rehearsal rehearsal,
    DoorRehearsal door,
    DecisionRehearsal decisions,
    Readiness readiness,
    TimeProvider time,
    ILogger<WarmUp> logger) : BackgroundService
{
    private const int Rounds = 20;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly SearchBody Nobody = new() { Query = "milk", Shopper = new ShopperName(ShopperKind.Anonymous, "warm-up") };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var done = 0; done < Rounds;)
        {
            if (await IsWholeAsync(stoppingToken))
            {
                done++;
            }
            else
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
        }

        foreach (var (store, view) in catalogues.Stores)
        {
            await rehearsal.RunAsync(store, view, stoppingToken);
        }

        await door.RunAsync(stoppingToken);
        var deciding = await decisions.StartAsync(stoppingToken);
        readiness.Latch();
        LogReady();
        await deciding;
    }

    private async Task<bool> IsWholeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var answer = await search.SearchAsync(StoreId.Main, Nobody, patient: true, cancellationToken);
            return sync.IsCurrent && !answer.Personalization.Degraded;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The edge of this loop: whatever it was, the process lives on with its fallbacks and is not ready yet.
            LogFailed(exception);
            return false;
        }
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Warm: a personalized search works")]
    private partial void LogReady();

    [LoggerMessage(EventId = 5002, Level = LogLevel.Warning, Message = "The warm-up failed; it goes on")]
    private partial void LogFailed(Exception exception);
}

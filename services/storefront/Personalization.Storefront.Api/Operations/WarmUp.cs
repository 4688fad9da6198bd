using Personalization.Abstractions.Identity;
using Personalization.Storefront.Api.Searching;
using Personalization.Storefront.Searching;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Operations;

/// <summary>
/// Searches personally, end to end, until it works without a fallback, and a few times more so that its code is compiled;
/// then the process is ready. The shopper it asks for is nobody: reading leaves nothing behind.
/// </summary>
internal sealed partial class WarmUp(PersonalSearch search, Readiness readiness, TimeProvider time, ILogger<WarmUp> logger) : BackgroundService
{
    private const int Rounds = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly SearchBody Nobody = new() { Query = "milk", Shopper = new ShopperName(ShopperKind.Anonymous, "warm-up") };

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var done = 0; done < Rounds; stoppingToken.ThrowIfCancellationRequested())
        {
            var answer = await search.SearchAsync(StoreId.Main, Nobody, patient: true, stoppingToken);
            if (answer.Personalization.Degraded)
            {
                await Task.Delay(Pause, time, stoppingToken);
            }
            else
            {
                done++;
            }
        }

        readiness.Latch();
        LogReady();
    }

    [LoggerMessage(EventId = 5001, Level = LogLevel.Information, Message = "Warm: a personalized search works")]
    private partial void LogReady();
}

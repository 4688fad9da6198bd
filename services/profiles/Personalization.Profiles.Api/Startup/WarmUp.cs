using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Profiles.Api.Rules;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Codec;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;
using Personalization.Profiles.Turns;

namespace Personalization.Profiles.Api.Startup;

/// <summary>
/// Runs the code of a track and of a context in memory before the service is ready, so that no shopper pays for compiling it; then,
/// as soon as the sidecar answers, an actor's turn through it.
/// </summary>
internal sealed partial class WarmUp(LearningRulesSource rules, IShopperCalls shoppers, TimeProvider clock, ILogger<WarmUp> logger) : BackgroundService
{
    /// <summary>Each type of event twice: compiled once is what matters; more would only set off the second tier while everything starts.</summary>
    private const int Rounds = 12;
    private const int Rehearsals = 3;
    private const int Attempts = 100;
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    private volatile bool _done;

    public bool IsDone => _done;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        var started = clock.GetTimestamp();
        var now = clock.GetUtcNow();
        var shopper = new ShopperKey(StoreId.Main, ShopperKind.Anonymous, "warm-up");
        var options = ProfilesStateJson.SdkOptions();
        var state = ShopperState.Empty;
        string[] types = [InteractionTypes.Click, InteractionTypes.ViewDetails, InteractionTypes.Purchase, InteractionTypes.Dwell, InteractionTypes.Scroll, InteractionTypes.AddToCart];
        for (var i = 0; i < Rounds && !stoppingToken.IsCancellationRequested; i++)
        {
            var product = new ProductFacts { Id = $"p{i % 7}", Brand = "b", Categories = ["c"], Attributes = ["vegan", "a"], Price = 1, Currency = "USD" };
            var sent = new TrackRequest
            {
                Events =
                [
                    new Interaction
                    {
                        EventId = $"e{i}",
                        Type = types[i % types.Length],
                        Timestamp = now,
                        ReceivedAt = now,
                        ProductId = product.Id,
                        Product = product,
                        Shown = [product],
                        ListId = "l",
                        TimeOnPage = 45,
                    },
                ],
            };
            var received = JsonSerializer.Deserialize<TrackRequest>(JsonSerializer.SerializeToUtf8Bytes(sent, options), options)!;
            var turn = TrackTurn.Run(state, received.Events, shopper, rules.Current);
            KeyPack.Decode(KeyPack.Empty.With(StateCodec.Changes(state, turn.State), turn.State.Seen.Current).After.Encode());
            state = StateCodec.FromSnapshot(StateCodec.Snapshot(turn.State));
            JsonSerializer.SerializeToUtf8Bytes(turn.Finished, options);
            JsonSerializer.SerializeToUtf8Bytes(PreferenceEngine.Read(state, now, rules.Current.Options), options);
        }

        _done = true;
        LogDone(logger, clock.GetElapsedTime(started).TotalMilliseconds);
        await RehearseAsync(shopper.ActorId, stoppingToken);
    }

    private async Task RehearseAsync(string actorId, CancellationToken cancellationToken)
    {
        var rehearsed = 0;
        for (var attempt = 0; attempt < Attempts && rehearsed < Rehearsals; attempt++)
        {
            try
            {
                await shoppers.RehearseAsync(actorId, cancellationToken);
                await shoppers.TrackAsync(actorId, new TrackRequest { Events = [] }, cancellationToken);
                rehearsed++;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // The sidecar is not there yet; nothing depends on this but the speed of the first call.
                await Task.Delay(BetweenAttempts, clock, cancellationToken);
            }
        }
    }
}

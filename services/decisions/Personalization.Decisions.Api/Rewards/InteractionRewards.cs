using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.Content;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Hosting.Deliveries;
using Personalization.Profiles.Contracts;

namespace Personalization.Decisions.Api.Rewards;

/// <summary>Turns interactions that carry a decision's id into its rewards: click, cart, purchase with its value; a return takes the purchase back. Those that carry the id of content are counted.</summary>
internal sealed partial class InteractionRewards(RewardBook rewards, ContentCounts contents, IOptions<DecisionsOptions> options, ILogger<InteractionRewards> logger)
{
    public Task<DeliveryAnswer> TakeAsync(Delivery delivery, CancellationToken cancellationToken) => delivery.TakeAsync<InteractionRecorded>(Read, RewardAsync, cancellationToken);

    private async Task<IReadOnlyList<string>> RewardAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        var counted = await CountAsync(events, cancellationToken);
        var statuses = new string[events.Count];
        for (var i = 0; i < statuses.Length; i++)
        {
            statuses[i] = events[i].DecisionId is null ? DeliveryStatus.Success : await RewardAsync(events[i], cancellationToken);
            statuses[i] = counted || events[i].ContentId is null ? statuses[i] : DeliveryStatus.Retry;
        }

        return statuses;
    }

    /// <summary>False when events that carry the id of content have to come again.</summary>
    private async Task<bool> CountAsync(IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        try
        {
            await contents.CountAsync(events, cancellationToken);
            return true;
        }
        catch (StateUnavailableException exception)
        {
            LogNotJoined((exception.InnerException ?? exception).Message);
            return false;
        }
    }

    private async Task<string> RewardAsync(InteractionRecorded interaction, CancellationToken cancellationToken)
    {
        try
        {
            var decision = await rewards.FindAsync(interaction.StoreId, interaction.DecisionId!, cancellationToken);
            var settings = decision is null ? options.Value.Default : options.Value.Of(decision.Slot);
            var takesBack = interaction.Type == InteractionTypes.Returned;
            if (!takesBack && !settings.Signals.ContainsKey(interaction.Type))
            {
                return DeliveryStatus.Success;
            }

            var isPurchase = interaction.Type == InteractionTypes.Purchase;
            var brought = isPurchase ? (double)((interaction.Price ?? interaction.Product?.Price ?? 0) * (interaction.Quantity ?? 1)) : 0;
            await rewards.RewardAsync(
                new RewardRequest
                {
                    StoreId = interaction.StoreId,
                    DecisionId = interaction.DecisionId!,
                    Value = takesBack ? 0 : settings.Signals[interaction.Type] + (settings.PurchaseValue * brought),
                    EventId = Name(interaction),
                    At = interaction.Timestamp,
                    Order = isPurchase || takesBack ? interaction.OrderId ?? interaction.ProductId : null,
                    TakesBack = takesBack,
                    MayBeEarly = true,
                },
                cancellationToken);
            return DeliveryStatus.Success;
        }
        catch (StateUnavailableException exception)
        {
            LogNotJoined((exception.InnerException ?? exception).Message);
            return DeliveryStatus.Retry;
        }
    }

    /// <summary>Ids of events are unique within a shopper only, and what is kept of a decision names none: so the two together, hashed.</summary>
    private static string Name(InteractionRecorded interaction) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{interaction.ShopperKind}\n{interaction.ShopperId}\n{interaction.EventId}")).AsSpan(0, 16));

    private InteractionRecorded? Read(JsonElement? data)
    {
        try
        {
            if (data?.Deserialize(InteractionJson.Default.InteractionRecorded) is { } recorded)
            {
                return recorded;
            }

            LogUnreadable(null);
        }
        catch (JsonException exception)
        {
            LogUnreadable(exception);
        }

        return null;
    }

    [LoggerMessage(EventId = EventIds.RewardFailed, Level = LogLevel.Warning, Message = "An interaction could not be joined to its decision now; it comes again: {Reason}")]
    private partial void LogNotJoined(string reason);

    [LoggerMessage(EventId = EventIds.RewardPoison, Level = LogLevel.Warning, Message = "An interaction cannot be read and goes to the dead letters")]
    private partial void LogUnreadable(Exception? exception);
}

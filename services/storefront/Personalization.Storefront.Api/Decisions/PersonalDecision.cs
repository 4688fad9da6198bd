using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Decisions.Contracts;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Searching;
using Personalization.Storefront.Catalogue;
using Personalization.Storefront.Decisions;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>One shopper context, one call to decisions, one answer; the slots' defaults where decisions is away.</summary>
internal sealed class PersonalDecision(SearchParts shoppers, DecisionParts decisions, CatalogueCopy catalogue, TimeProvider time)
{
    public const string Unavailable = "decisions_unavailable";

    /// <summary>Null when the request id was used for another request.</summary>
    public async Task<IReadOnlyList<DecisionAnswer>?> DecideAsync(StoreId store, PersonalizeBody body, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var facts = catalogue.Of(store);
        var items = facts.Count > 0 && body.Slots.Any(slot => slot.Items.Any(item => facts.Facts(item.Id) is not null));

        // Without a product that the catalogue knows, and rules that look at shoppers, there is nothing that could fit one.
        var shopper = items || decisions.WantsFacts(store.Value) ? await AskAsync(store, body, cancellationToken) : null;
        var reply = await decisions.DecideAsync(
            Request(store, body, shopper, facts),
            async () => Facts(body, facts, shopper ?? await AskAsync(store, body, cancellationToken)),
            cancellationToken);
        if (reply is { Conflict: true })
        {
            return null;
        }

        var latency = Math.Round(time.GetElapsedTime(started).TotalMilliseconds, 3);
        return Compile(body, reply, latency);
    }

    /// <summary>The same call with everything that rules could look at, to be tried and not made.</summary>
    public async Task<DecideRequest> RehearseAsync(StoreId store, PersonalizeBody body, CancellationToken cancellationToken)
    {
        var (facts, shopper) = (catalogue.Of(store), await AskAsync(store, body, cancellationToken));
        return Request(store, body, shopper, facts) with { RequestId = null, Digest = null, Facts = Facts(body, facts, shopper) };
    }

    private static DecideRequest Request(StoreId store, PersonalizeBody body, ShopperContext? shopper, CatalogueView facts) => new()
    {
        StoreId = store.Value,
        RequestId = body.RequestId,
        Digest = body.RequestId is null ? null : body.Digest,
        Deferred = body.Deferred,
        AllowRepeats = body.AllowRepeats,
        MostRanked = DecisionAnswer.MostAlternatives + 1,
        Subject = SubjectDigest.Of(new ShopperKey(store, ShopperKind.Known, body.CustomerId)),
        Context = body.Context,
        Slots = [.. body.Slots.Select(slot => new DecideSlot { Name = slot.Name, Items = Fit(slot, shopper, facts) })],
    };

    private static DecideFacts Facts(PersonalizeBody body, CatalogueView catalogue, ShopperContext? shopper)
    {
        if (body.Sent.IsEmpty)
        {
            return FactSheet.Write(body.RawContext, body.Slots.SelectMany(slot => slot.Items).Select(item => item.Id), body.RawFeatures, catalogue.Find, shopper);
        }

        using var document = JsonDocument.Parse(body.Sent);
        var reread = body.Reread(document);
        return FactSheet.Write(reread.RawContext?.Clone(), reread.Slots.SelectMany(slot => slot.Items).Select(item => item.Id), reread.RawFeatures, catalogue.Find, shopper);
    }

    private Task<ShopperContext?> AskAsync(StoreId store, PersonalizeBody body, CancellationToken cancellationToken) =>
        shoppers.GetContextAsync(new ShopperKey(store, ShopperKind.Known, body.CustomerId), minVersion: null, patient: false, cancellationToken);

    private static IReadOnlyList<DecideItem> Fit(PersonalizeSlot slot, ShopperContext? shopper, CatalogueView facts) =>
        shopper is null ? slot.Items : [.. slot.Items.Select(item => ShopperFit.Add(item, facts.Facts(item.Id), shopper))];

    private static List<DecisionAnswer> Compile(PersonalizeBody body, DecideReply? reply, double latency)
    {
        var decided = (reply?.Decisions ?? []).ToDictionary(decision => decision.Slot, StringComparer.Ordinal);
        var taken = decided.Values.Select(decision => decision.Selected).ToHashSet(StringComparer.Ordinal);
        var barred = (reply?.Barred ?? []).ToHashSet(StringComparer.Ordinal);
        List<DecisionAnswer> answers = [];
        foreach (var slot in body.Slots)
        {
            if (barred.Contains(slot.Name))
            {
                answers.Add(DecisionAnswer.Empty(slot, body.IsMany, latency));
                continue;
            }

            if (decided.TryGetValue(slot.Name, out var decision))
            {
                answers.Add(DecisionAnswer.From(decision, body.IsMany, latency));
                continue;
            }

            var item = slot.Items.Select(free => free.Id).FirstOrDefault(id => body.AllowRepeats || !taken.Contains(id));
            if (item is not null)
            {
                taken.Add(item);
            }

            answers.Add(DecisionAnswer.Default(slot, item, body.IsMany, latency, item is null ? null : Unavailable));
        }

        return answers;
    }
}

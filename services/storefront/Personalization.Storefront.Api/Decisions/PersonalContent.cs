using System.Collections.Concurrent;
using Personalization.Abstractions.Identity;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Searching;
using Personalization.Storefront.Decisions;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>Content of a segment or a shopper; the last good answer for the segment where decisions is away.</summary>
internal sealed class PersonalContent(DecisionParts decisions, SearchParts shoppers)
{
    private const int MostKept = 1_000;

    private readonly ConcurrentDictionary<ContentRequest, ContentReply> _last = [];

    /// <summary>What to show, and whether it is less than it should be; null where there is nothing at all.</summary>
    public async Task<(ContentReply? Reply, bool Degraded)> ReadAsync(StoreId store, ContentRequest request, string? user, CancellationToken cancellationToken)
    {
        var key = user is null ? null : new ShopperKey(store, ShopperKind.Known, user) as ShopperKey?;
        var shopper = key is { } known ? await shoppers.GetContextAsync(known, minVersion: null, patient: false, cancellationToken) : null;
        var asked = key is { } named ? request with { Subject = SubjectDigest.Of(named), Shopper = FactSheet.Write(null, [], new Dictionary<string, System.Text.Json.JsonElement>(), _ => null, shopper).Shopper } : request;
        if (await decisions.ContentAsync(asked, cancellationToken) is { } reply)
        {
            if (_last.Count < MostKept || _last.ContainsKey(request))
            {
                _last[request] = reply;
            }

            return (reply, user is not null && shopper is null);
        }

        return (_last.GetValueOrDefault(request), true);
    }
}

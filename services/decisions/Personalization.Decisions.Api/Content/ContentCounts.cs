using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Features;
using Personalization.Profiles.Contracts;

namespace Personalization.Decisions.Api.Content;

/// <summary>Counts interactions that carry the id of content that stands; the hash of an event is written with its count, so that each counts once.</summary>
internal sealed class ContentCounts(IDecisionsState state, ContentKind contents)
{
    private const int Attempts = 16;

    /// <exception cref="StateUnavailableException">Nothing was counted of a piece of content: the events have to come again.</exception>
    public async Task CountAsync(IEnumerable<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        var groups = events.Where(recorded => recorded.ContentId is { } id && contents.Of(recorded.StoreId).Has(id)).GroupBy(recorded => (recorded.StoreId, Id: recorded.ContentId!));
        foreach (var group in groups)
        {
            await CountAsync(StateKeys.Content(group.Key.StoreId, group.Key.Id), [.. group], cancellationToken);
        }
    }

    public async Task<ContentResults> ReadAsync(string store, string id, CancellationToken cancellationToken)
    {
        var (tally, _) = await state.GetAsync(StateKeys.Content(store, id), StateJson.Default.ContentTally, cancellationToken);
        return new ContentResults(id, (tally ?? ContentTally.None).ByType);
    }

    private async Task CountAsync(string key, IReadOnlyList<InteractionRecorded> events, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var (before, etag) = await state.GetAsync(key, StateJson.Default.ContentTally, cancellationToken);
            var tally = events.Aggregate(before ?? ContentTally.None, (sum, recorded) => sum.With(recorded.Type, Hash(recorded)));
            if (tally == before || await state.TryCommitAsync([StateWrite.Of(key, tally, StateJson.Default.ContentTally, etag, null)], cancellationToken))
            {
                return;
            }
        }

        throw new StateUnavailableException(new TimeoutException("The counts of content kept changing, or could not be written."));
    }

    /// <summary>Ids of events are unique within a shopper only.</summary>
    private static ulong Hash(InteractionRecorded recorded) =>
        FeatureHash.Pair(FeatureHash.Of(recorded.ShopperKind, recorded.ShopperId), FeatureHash.Of(recorded.EventId));
}

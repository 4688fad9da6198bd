using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Api.Serving;

/// <summary>The models this process decides with: copies of what the state holds, exchanged whole.</summary>
internal sealed class SlotModels(IDecisionsState state, IOptions<DecisionsOptions> options)
{
    private readonly ConcurrentDictionary<(string Store, string Slot), Served> _models = [];

    public IReadOnlyCollection<(string Store, string Slot)> Slots => [.. _models.Keys];

    /// <summary>Null for one slot too many.</summary>
    public async Task<Served?> GetAsync(string store, string slot, CancellationToken cancellationToken)
    {
        if (_models.TryGetValue((store, slot), out var served))
        {
            return served;
        }

        return _models.Count >= options.Value.MaxSlots ? null : await RefreshAsync(store, slot, cancellationToken);
    }

    /// <summary>Takes over what other replicas learned.</summary>
    public async Task<Served> RefreshAsync(string store, string slot, CancellationToken cancellationToken)
    {
        var (kept, etag) = await state.GetAsync(StateKeys.Model(store, slot), StateJson.Default.KeptModel, cancellationToken);
        if (_models.TryGetValue((store, slot), out var served) && served.ETag == etag)
        {
            return served;
        }

        return Publish(store, slot, KeptModel.Restore(kept, options.Value.Of(slot).Model), etag);
    }

    public Served Publish(string store, string slot, BanditModel model, string etag) => _models[(store, slot)] = new Served(model, etag);

    /// <summary>A model as of one ETag. What estimates cache in it is guarded by a lock.</summary>
    internal sealed class Served(BanditModel model, string etag)
    {
        private readonly Lock _gate = new();

        public string ETag { get; } = etag;

        public SlotDecision Decide(DecideSlot slot, IReadOnlyList<NamedValue>? context, SlotSettings settings, string id, ulong seed, DateTimeOffset now, SlotInfluences? influences = null, int? mostRanked = null)
        {
            lock (_gate)
            {
                return SlotDecider.Decide(slot, context, settings, model, id, seed, now, influences, mostRanked);
            }
        }
    }
}

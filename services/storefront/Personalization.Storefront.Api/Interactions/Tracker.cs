using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Catalogue;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Options;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Interactions;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Interactions;

/// <summary>Brings events into their shopper's actor, with the catalogue's facts of their products.</summary>
internal sealed class Tracker(
    ShopperClient shoppers, ProfilesPart profiles, CatalogueCopy catalogue, Ids ids, TimeProvider time, IOptions<InteractionOptions> options, IOptions<BudgetOptions> budgets) : IDisposable
{
    private readonly WriteTurns _writes = new(options.Value.WritesAtOnce, options.Value.WriteTurn, time);

    private readonly FrozenDictionary<string, FrozenSet<string>> _declared =
        options.Value.DeclaredTypes.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToFrozenSet());

    public DateTimeOffset Now => time.GetUtcNow();

    public int BatchParallelism => options.Value.BatchParallelism;

    public IReadOnlySet<string> DeclaredTypes(StoreId store) =>
        _declared.TryGetValue(store.Value, out var types) ? types : FrozenSet<string>.Empty;

    /// <summary>
    /// Until a process that was just started knows the products, no event is taken: without its product's facts it would be learned by id alone, for good.
    /// </summary>
    /// <exception cref="PartAwayException">Not within the limit of a call: the caller sends it again.</exception>
    public async Task KnowProductsAsync(CancellationToken cancellationToken)
    {
        try
        {
            await catalogue.Looked.WaitAsync(budgets.Value.Call, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw new PartAwayException(AppIds.Discovery);
        }
    }

    /// <summary>The event with its product's facts; <see cref="KnowProductsAsync"/> came before.</summary>
    /// <param name="store">The store.</param>
    /// <param name="read">The event.</param>
    /// <param name="fallbackId">Its id when it brought none; null to mint one.</param>
    public Interaction ToInteraction(StoreId store, TrackedEvent read, string? fallbackId) =>
        InteractionBuilder.Build(read, read.EventId ?? fallbackId ?? ids.Next(), Now, catalogue.Of(store).Facts);

    public async Task<TrackReply> TrackAsync(StoreId store, ShopperName shopper, IReadOnlyList<Interaction> events, CancellationToken cancellationToken)
    {
        // Waiting for a turn counts as waiting for profiles: while it is away nobody queues behind those that still hope.
        return await profiles.Part.RequireAsync(
            AppIds.Profiles,
            token => _writes.TakeAsync(() => shoppers.TrackAsync(shopper.In(store), new TrackRequest { Events = events }, token), token),
            cancellationToken);
    }

    public void Dispose() => _writes.Dispose();
}

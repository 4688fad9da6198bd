using System.Collections.Concurrent;
using System.Text.Json;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Parts;

namespace Storefront.Tests.Support;

/// <summary>Shoppers in memory, by the rules of the actor's contract. Requests and replies go through the wire's JSON, as they do behind the real port.</summary>
internal sealed class FakeShoppers : IShopperPort
{
    private readonly ConcurrentDictionary<string, Shopper> _shoppers = new();

    /// <summary>Events that were accepted, by actor, in order.</summary>
    public ConcurrentDictionary<string, List<Interaction>> Events { get; } = new();

    public ConcurrentQueue<(string ActorId, string Method)> Calls { get; } = new();

    public bool Away { get; set; }

    /// <summary>Actors that are away while the others are not.</summary>
    public HashSet<string> AwayActors { get; } = [];

    public bool Durable { get; set; } = true;

    public bool Full { get; set; }

    public TimeSpan Delay { get; set; }

    public string MergeOutcome { get; set; } = "merged";

    public List<MergeRequest> Merges { get; } = [];

    public Func<ShopperContext, ShopperContext> Context { get; set; } = context => context;

    public void Move(string from, string to) => Of(from).MovedTo = to;

    public async Task<TReply> InvokeAsync<TRequest, TReply>(string actorId, string method, TRequest request, CancellationToken cancellationToken)
    {
        Calls.Enqueue((actorId, method));
        if (Delay > TimeSpan.Zero)
        {
            await Task.Delay(Delay, cancellationToken);
        }

        if (Away || AwayActors.Contains(actorId))
        {
            throw new PartAwayException("profiles");
        }

        var wire = JsonSerializer.SerializeToUtf8Bytes(request, typeof(TRequest), ProfilesJson.Default);
        object reply;
        var shopper = Of(actorId);
        lock (shopper)
        {
            reply = Answer(shopper, actorId, method, wire);
        }

        return (TReply)JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(reply, typeof(TReply), ProfilesJson.Default), typeof(TReply), ProfilesJson.Default)!;
    }

    /// <summary>Why what is held may not be everything; null when it is.</summary>
    public string? TrackedReason { get; set; }

    public Task<MergeReply> MergeAsync(MergeRequest request, CancellationToken cancellationToken)
    {
        if (Away)
        {
            throw new PartAwayException("profiles");
        }

        Merges.Add(request);
        return Task.FromResult(new MergeReply { Outcome = MergeOutcome, Version = "v-merged", Detail = MergeOutcome == "conflict" ? "belongs to another target" : null });
    }

    public async Task AskAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Delay, cancellationToken);
        if (Away)
        {
            throw new PartAwayException("profiles");
        }
    }

    private object Answer(Shopper shopper, string actorId, string method, byte[] wire) => method switch
    {
        ShopperActorMethods.Track => Track(shopper, actorId, Read(wire, ProfilesJson.Default.TrackRequest)),
        ShopperActorMethods.GetContext => shopper.MovedTo is null
            ? Context(new ShopperContext { Version = shopper.Version, Switches = shopper.Switches, Events = shopper.Seen.Count })
            : new ShopperContext { MovedTo = shopper.MovedTo },
        ShopperActorMethods.GetPreferences => new PreferencesReply
        {
            MovedTo = shopper.MovedTo,
            Preferences = new LivePreferences { Version = shopper.Version, Categories = new Dictionary<string, double> { ["tea"] = .5 } },
        },
        ShopperActorMethods.GetSwitches => new SwitchesReply { MovedTo = shopper.MovedTo, Switches = shopper.Switches, Version = shopper.Version },
        ShopperActorMethods.PutSwitches => PutSwitches(shopper, Read(wire, ProfilesJson.Default.SwitchesPatch)),
        ShopperActorMethods.GetCart => new CartReply { MovedTo = shopper.MovedTo, Cart = shopper.Cart, Durable = Durable },
        ShopperActorMethods.PutCart => PutCart(shopper, Read(wire, ProfilesJson.Default.CartPut)),
        ShopperActorMethods.GetTracked => new TrackedReply { MovedTo = shopper.MovedTo, Reason = TrackedReason, Version = shopper.Version, Held = JsonSerializer.SerializeToElement(new { seen = shopper.Seen.Count }) },
        _ => throw new InvalidOperationException(method),
    };

    private TrackReply Track(Shopper shopper, string actorId, TrackRequest request)
    {
        if (shopper.MovedTo is not null)
        {
            return new TrackReply { MovedTo = shopper.MovedTo };
        }

        var results = new List<TrackResult>();
        foreach (var interaction in request.Events)
        {
            if (Full)
            {
                results.Add(new TrackResult { EventId = interaction.EventId, Accepted = false, RetryAfterSeconds = 7, Reason = "outbox_full" });
                continue;
            }

            var fresh = shopper.Seen.Add(interaction.EventId);
            if (fresh)
            {
                shopper.Changes++;
                Events.GetOrAdd(actorId, _ => []).Add(interaction);
            }

            results.Add(new TrackResult { EventId = interaction.EventId, Accepted = true, Duplicate = !fresh, Durable = Durable, PreferencesChanged = fresh });
        }

        return new TrackReply { Results = results, Version = shopper.Version };
    }

    private static SwitchesReply PutSwitches(Shopper shopper, SwitchesPatch patch)
    {
        if (shopper.MovedTo is null)
        {
            var features = new Dictionary<string, bool>(shopper.Switches.Features);
            foreach (var (name, on) in patch.Features ?? new Dictionary<string, bool>())
            {
                features[name] = on;
            }

            shopper.Switches = new PersonalizationSwitches { Enabled = patch.Enabled ?? shopper.Switches.Enabled, Features = features };
            shopper.Changes++;
        }

        return new SwitchesReply { MovedTo = shopper.MovedTo, Switches = shopper.Switches, Version = shopper.Version };
    }

    private CartReply PutCart(Shopper shopper, CartPut put)
    {
        if (put.IfMatch is not null && put.IfMatch != shopper.Cart.Version)
        {
            return new CartReply { Conflict = true, Cart = shopper.Cart };
        }

        shopper.Cart = new CartView { Items = put.Items, Version = $"c{++shopper.Changes}" };
        return new CartReply { Cart = shopper.Cart, Durable = Durable };
    }

    private Shopper Of(string actorId) => _shoppers.GetOrAdd(actorId, _ => new Shopper());

    private static T Read<T>(byte[] wire, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) => JsonSerializer.Deserialize(wire, type)!;

    private sealed class Shopper
    {
        public HashSet<string> Seen { get; } = [];

        public string? MovedTo { get; set; }

        public int Changes { get; set; }

        public string? Version => Changes == 0 ? null : $"v{Changes}";

        public PersonalizationSwitches Switches { get; set; } = new();

        public CartView Cart { get; set; } = new() { Version = "c0" };
    }
}

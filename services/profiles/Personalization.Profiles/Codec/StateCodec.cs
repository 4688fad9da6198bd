using Personalization.Profiles.State;

namespace Personalization.Profiles.Codec;

/// <summary>A shopper's state as the values of its keys, and back.</summary>
public static class StateCodec
{
    /// <summary>What must be written to come from one state to the next. Parts that are the same instance are not looked at.</summary>
    public static IReadOnlyList<StateWrite> Changes(ShopperState before, ShopperState after)
    {
        List<StateWrite> writes = [];
        var (head, tail) = PreferenceCodec.Encode(after);
        writes.Add(new StateWrite(StateKeys.Preferences, head));
        if (before.IsOfFormerFormat || !PreferenceCodec.SplitsAlike(before, after))
        {
            var was = PreferenceCodec.FitsHead(before) ? null : PreferenceCodec.Encode(before).Tail;
            if (before.IsOfFormerFormat || !(was ?? []).AsSpan().SequenceEqual(tail))
            {
                writes.Add(new StateWrite(StateKeys.Interests, tail));
            }
        }

        foreach (var key in StateKeys.OfReads.Concat(StateKeys.OfTurns))
        {
            if (key != StateKeys.Interests && IsChanged(before, after, key))
            {
                writes.Add(new StateWrite(key, IsPresent(after, key) ? Encode(after, key) : null));
            }
        }

        for (var i = 0; i < Math.Max(before.Seen.Chunks.Length, after.Seen.Chunks.Length); i++)
        {
            if (i >= after.Seen.Chunks.Length)
            {
                writes.Add(new StateWrite(StateKeys.Seen(i), null));
            }
            else if (i >= before.Seen.Chunks.Length || !ReferenceEquals(before.Seen.Chunks[i], after.Seen.Chunks[i]))
            {
                writes.Add(new StateWrite(StateKeys.Seen(i), PartCodec.Seen(after.Seen.Chunks[i])));
            }
        }

        return writes;
    }

    /// <summary>Every key of a state, as from nothing.</summary>
    public static IReadOnlyList<StateWrite> All(ShopperState state) => Changes(ShopperState.Empty, state);

    /// <exception cref="FormatException">The bytes are not this format.</exception>
    public static StateHead DecodeHead(byte[] preferences) => PreferenceCodec.DecodeHead(preferences);

    /// <summary>The state with one more of its keys.</summary>
    /// <exception cref="FormatException">The bytes are not this format.</exception>
    public static ShopperState Decode(ShopperState state, string key, byte[] value) => key switch
    {
        StateKeys.Interests => PreferenceCodec.DecodeTail(state, value),
        StateKeys.Products => PartCodec.Products(state, value),
        StateKeys.Orders => state with { Orders = PartCodec.Orders(value) },
        StateKeys.Traces => TraceCodec.Decode(state, value),
        StateKeys.Lists => state with { Lists = ListCodec.Decode(value) },
        StateKeys.Sessions => state with { Sessions = PartCodec.Sessions(value) },
        StateKeys.Cart => state with { Cart = PartCodec.Cart(value) },
        StateKeys.Switches => state with { Switches = PartCodec.Switches(value) },
        StateKeys.Keys => state with { Keys = PartCodec.Keys(value) },
        StateKeys.Merges => state with { Merges = PartCodec.Merges(value) },
        _ => throw new ArgumentOutOfRangeException(nameof(key), key, "No such key."),
    };

    public static ulong[] DecodeSeen(byte[] value) => PartCodec.Seen(value);

    /// <summary>The whole state as one value, for a merge.</summary>
    public static IReadOnlyDictionary<string, byte[]> Snapshot(ShopperState state) =>
        All(state).Where(write => write.Value is not null).ToDictionary(write => write.Key, write => write.Value!);

    public static ShopperState FromSnapshot(IReadOnlyDictionary<string, byte[]> snapshot)
    {
        if (!snapshot.TryGetValue(StateKeys.Preferences, out var first))
        {
            return ShopperState.Empty;
        }

        var head = DecodeHead(first);
        var state = StateKeys.OfReads.Concat(StateKeys.OfTurns)
            .Where(snapshot.ContainsKey)
            .Aggregate(head.State, (decoded, key) => Decode(decoded, key, snapshot[key]));
        var chunks = Enumerable.Range(0, head.SeenChunks).Select(i => DecodeSeen(snapshot[StateKeys.Seen(i)]));
        return state with { Seen = SeenIds.Of(chunks, head.SeenCurrent) };
    }

    internal static bool IsPresent(ShopperState state, string key) => key switch
    {
        StateKeys.Products => !state.Products.IsEmpty || !state.Recent.IsEmpty,
        StateKeys.Orders => state.Orders.Count > 0,
        StateKeys.Traces => !state.Dwells.IsEmpty || !state.Candidates.IsEmpty,
        StateKeys.Lists => !state.Lists.IsEmpty,
        StateKeys.Sessions => !state.Sessions.IsEmpty,
        StateKeys.Cart => state.Cart.Version > 0,
        StateKeys.Switches => !ReferenceEquals(state.Switches, ShopperState.DefaultSwitches),
        StateKeys.Keys => !state.Keys.IsEmpty,
        StateKeys.Merges => state.Merges.MovedTo is not null || !state.Merges.Absorbed.IsEmpty || !state.Merges.Claims.IsEmpty,
        _ => false,
    };

    private static bool IsChanged(ShopperState before, ShopperState after, string key) => key switch
    {
        StateKeys.Products => !ReferenceEquals(before.Products, after.Products) || before.Recent != after.Recent,
        StateKeys.Orders => !ReferenceEquals(before.Orders, after.Orders),
        StateKeys.Traces => !ReferenceEquals(before.Dwells, after.Dwells) || !ReferenceEquals(before.Candidates, after.Candidates),
        StateKeys.Lists => !ReferenceEquals(before.Lists, after.Lists),
        StateKeys.Sessions => before.Sessions != after.Sessions,
        StateKeys.Cart => !ReferenceEquals(before.Cart, after.Cart),
        StateKeys.Switches => !ReferenceEquals(before.Switches, after.Switches),
        StateKeys.Keys => before.Keys != after.Keys,
        StateKeys.Merges => !ReferenceEquals(before.Merges, after.Merges),
        _ => false,
    };

    private static byte[] Encode(ShopperState state, string key) => key switch
    {
        StateKeys.Products => PartCodec.Products(state),
        StateKeys.Orders => PartCodec.Orders(state.Orders),
        StateKeys.Traces => TraceCodec.Encode(state),
        StateKeys.Lists => ListCodec.Encode(state.Lists),
        StateKeys.Sessions => PartCodec.Sessions(state.Sessions),
        StateKeys.Cart => PartCodec.Cart(state.Cart),
        StateKeys.Switches => PartCodec.Switches(state.Switches),
        StateKeys.Keys => PartCodec.Keys(state.Keys),
        _ => PartCodec.Merges(state.Merges),
    };
}

using System.Text.Json.Serialization;

namespace Personalization.Decisions.Contracts;

/// <summary>What to show in the slots of one page. Names no shopper: what is known of one stands in the context as features.</summary>
public sealed record DecideRequest
{
    public required string StoreId { get; init; }

    /// <summary>Names the call: the same again is answered the same. Null: one is made up.</summary>
    public string? RequestId { get; init; }

    /// <summary>Of everything that was asked; null without <see cref="RequestId"/>. The same id with another digest is refused.</summary>
    public string? Digest { get; init; }

    /// <summary>True: it counts only once it is activated.</summary>
    public bool Deferred { get; init; }

    /// <summary>True: it is decided by an empty model, logged nowhere and never learned, so that code is compiled before shoppers come.</summary>
    public bool Rehearsal { get; init; }

    /// <summary>True: an item may stand in several slots.</summary>
    public bool AllowRepeats { get; init; }

    /// <summary>Stands for the shopper where something is counted for each (<see cref="CapScopes.Shopper"/>): a digest, which names none. Null: nobody is counted.</summary>
    public string? Subject { get; init; }

    /// <summary>Items named in each slot's ranking, the best first; null: all.</summary>
    public int? MostRanked { get; init; }

    /// <summary>What conditions of rules look at; null until an answer wants it.</summary>
    public DecideFacts? Facts { get; init; }

    [JsonConverter(typeof(NamedValuesConverter))]
    public IReadOnlyList<NamedValue>? Context { get; init; }

    public required IReadOnlyList<DecideSlot> Slots { get; init; }
}

using System.Text.Json.Serialization;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Learning;

/// <summary>The form of a <see cref="LoggedCall"/> in the state: JSON, with context and slots packed inside (<see cref="PackedSlots"/>); in calls from before that, as they are.</summary>
internal sealed record KeptCall
{
    public required DateTimeOffset At { get; init; }

    public bool Deferred { get; init; }

    public string? Digest { get; init; }

    [JsonConverter(typeof(NamedValuesConverter))]
    public IReadOnlyList<NamedValue>? Context { get; init; }

    public IReadOnlyList<LoggedSlot>? Slots { get; init; }

    public byte[]? Packed { get; init; }

    public DecideReply? Reply { get; init; }
}

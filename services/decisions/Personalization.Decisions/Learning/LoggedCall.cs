using System.Text.Json.Serialization;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Learning;

/// <summary>One call as the decision log keeps it: never changed once written. It names no shopper.</summary>
[JsonConverter(typeof(LoggedCallConverter))]
public sealed record LoggedCall
{
    public required DateTimeOffset At { get; init; }

    public bool Deferred { get; init; }

    /// <summary>Of the request; null where it had no id of its own.</summary>
    public string? Digest { get; init; }

    public IReadOnlyList<NamedValue>? Context { get; init; }

    public required IReadOnlyList<LoggedSlot> Slots { get; init; }

    /// <summary>What was answered; null where nobody can ask again.</summary>
    public DecideReply? Reply { get; init; }
}

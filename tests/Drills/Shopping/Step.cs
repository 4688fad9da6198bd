using System.Text.Json.Nodes;

namespace Personalization.Drills.Shopping;

/// <summary>What a shopper does next.</summary>
/// <param name="Kind">An event, a cart, or a merge.</param>
/// <param name="Path">The public route.</param>
/// <param name="Body">What is sent.</param>
public sealed record Step(StepKind Kind, string Path, JsonObject Body)
{
    /// <summary>The event's id and name of the thing in messages.</summary>
    public string Name => Body["event_id"]?.GetValue<string>() ?? Path;

    /// <summary>The event's time; one that no other event of the script has.</summary>
    public long Timestamp => Body["timestamp"]?.GetValue<long>() ?? 0;

    public string? Type => Body["type"]?.GetValue<string>();
}

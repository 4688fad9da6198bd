using System.Text.Json.Nodes;

namespace Personalization.Drills.Away;

/// <summary>One call and its answer.</summary>
/// <param name="Kind">What was asked for.</param>
/// <param name="Due">When it fell due, since the start of the load.</param>
/// <param name="Took">From then to the whole answer.</param>
/// <param name="Status">0: the connection broke, or nobody answered in time.</param>
/// <param name="RetryAfter">Whether the answer said when to come again.</param>
/// <param name="Answer">Its body; null when it is none.</param>
/// <param name="Sent">What was asked.</param>
public sealed record CallRecord(CallKind Kind, TimeSpan Due, TimeSpan Took, int Status, bool RetryAfter, JsonNode? Answer, JsonObject Sent)
{
    /// <summary>An event that counts, and its effect is on disk.</summary>
    public bool Durable => Kind == CallKind.Track && Status == 200 && Answer?["durable"]?.GetValue<bool>() == true;

    /// <summary>An event that counts.</summary>
    public bool Accepted => Kind == CallKind.Track && Status is 200 or 202;

    /// <summary>Why the answer is less than it could be; null when it is not.</summary>
    public string? Degraded
    {
        get
        {
            var said = Kind is CallKind.Preferences or CallKind.Decide ? Answer : Answer?["personalization"];
            return said?["degraded"]?.GetValue<bool>() == true ? said["reason"]?.GetValue<string>() ?? "without a reason" : null;
        }
    }

    /// <summary>The products in the order of the answer.</summary>
    public IReadOnlyList<string> Ids => [.. Answer?["results"]?.AsArray().Select(result => result!["product"]!["id"]!.GetValue<string>()) ?? []];

    /// <summary>As a failure names it.</summary>
    public override string ToString() => $"{Kind} due at {Due.TotalSeconds:0.00} s, {Took.TotalMilliseconds:0} ms, status {Status}{(Degraded is { } reason ? $", degraded: {reason}" : "")}";
}

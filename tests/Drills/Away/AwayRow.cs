using Personalization.Drills.Running;

namespace Personalization.Drills.Away;

/// <summary>One line of the table "what happens when a part is away", and one way for the part to be away.</summary>
/// <param name="Name">As on the command line, e.g. `profiles-hung`.</param>
/// <param name="Failure">How it comes about.</param>
/// <param name="Allows">Whether an answer is one that the table names.</param>
/// <param name="StandardOrder">Whether searches are answered in standard order meanwhile.</param>
public sealed record AwayRow(string Name, Func<RunningSystem, Failure> Failure, Func<CallRecord, bool> Allows, bool StandardOrder)
{
    /// <summary>Whether profiles lives on, and with it what it took without a promise.</summary>
    public bool KeepsMemory => Name != "profiles-dead";

    private const string Sidecar = "sidecar", Profiles = "profiles", Discovery = "discovery", Analytics = "analytics";

    public static IReadOnlyList<AwayRow> All { get; } =
    [
        new("state-locked", system => Away.Failure.Locked(system, "profiles-state.db"), Stateless, StandardOrder: false),
        new("disk-full", Away.Failure.Full, Stateless, StandardOrder: false),
        new("broker-locked", system => Away.Failure.Locked(system, "events.db"), Normal, StandardOrder: false),
        new("profiles-hung", system => Away.Failure.Hung(system, Profiles), Shopperless, StandardOrder: true),
        new("profiles-dead", system => Away.Failure.Dead(system, Profiles), Shopperless, StandardOrder: true),
        new("discovery-hung", system => Away.Failure.Hung(system, Discovery), Listless, StandardOrder: true),
        new("discovery-dead", system => Away.Failure.Dead(system, Discovery), Listless, StandardOrder: true),
        new("sidecar-hung", system => Away.Failure.Hung(system, Sidecar), Alone, StandardOrder: true),
        new("sidecar-dead", system => Away.Failure.Dead(system, Sidecar), Alone, StandardOrder: true),
        new("analytics-hung", system => Away.Failure.Hung(system, Analytics), Normal, StandardOrder: false),
        new("analytics-dead", system => Away.Failure.Dead(system, Analytics), Normal, StandardOrder: false),
    ];

    /// <summary>Nobody notices.</summary>
    public static bool Normal(CallRecord call) => call is { Status: 200, Degraded: null } && (call.Kind != CallKind.Track || call.Durable);

    /// <summary>Events wait in memory: 202 and never `durable: true`, but for repeats; reads are from memory where they must.</summary>
    private static bool Stateless(CallRecord call) => call.Kind == CallKind.Track
        ? call.Accepted && call.Status == (call.Answer!["durable"]!.GetValue<bool>() ? 200 : 202)
        : call.Status == 200 && call.Degraded is null or "state_unavailable";

    private static bool Shopperless(CallRecord call) => Normal(call) || (call.Kind == CallKind.Track
        ? Refused(call)
        : call.Status == 200 && call.Degraded == "profiles_unavailable");

    private static bool Listless(CallRecord call) => Normal(call) || (call is { Status: 200, Kind: CallKind.Search or CallKind.Suggest } && call.Degraded == "discovery_unavailable");

    private static bool Alone(CallRecord call) => Normal(call) || (call.Kind == CallKind.Track
        ? Refused(call)
        : call.Status == 200 && call.Degraded is "discovery_unavailable" or "profiles_unavailable");

    private static bool Refused(CallRecord call) => call is { Status: 503, RetryAfter: true };
}

using Personalization.Drills.Running;

namespace Personalization.Drills.Away;

/// <summary>One line of the table "what happens when a part is away", and one way for the part to be away.</summary>
/// <param name="Name">As on the command line, e.g. `profiles-hung`.</param>
/// <param name="Failure">How it comes about.</param>
/// <param name="Allows">Whether an answer is one that the table names, in the moments of leaving and coming back too.</param>
/// <param name="Shows">Whether an answer is the one that the table names while the part is away; null of calls that do not need the part.</param>
/// <param name="StandardOrder">Whether searches are answered in standard order meanwhile.</param>
public sealed record AwayRow(string Name, Func<RunningSystem, Failure> Failure, Func<CallRecord, bool> Allows, Func<CallRecord, bool?> Shows, bool StandardOrder)
{
    private const string Sidecar = "sidecar", Profiles = "profiles", Discovery = "discovery", Decisions = "decisions", Analytics = "analytics";

    public static IReadOnlyList<AwayRow> All { get; } =
    [
        new("state-locked", system => Away.Failure.Locked(system, "profiles-state.db"), Stateless, IsNotDurable, StandardOrder: false),
        new("disk-full", system => Away.Failure.Full(system, Sidecar), Diskless, IsNotDurable, StandardOrder: false),
        new("broker-locked", system => Away.Failure.Locked(system, "events.db"), Normal, call => Normal(call), StandardOrder: false),
        new("profiles-hung", system => Away.Failure.Hung(system, Profiles), Shopperless, IsWithoutShopper, StandardOrder: true),
        new("profiles-dead", system => Away.Failure.Dead(system, Profiles), Shopperless, IsWithoutShopper, StandardOrder: true),
        new("discovery-hung", system => Away.Failure.Hung(system, Discovery), Listless, IsOfTheCopy, StandardOrder: true),
        new("discovery-dead", system => Away.Failure.Dead(system, Discovery), Listless, IsOfTheCopy, StandardOrder: true),
        new("decisions-hung", system => Away.Failure.Hung(system, Decisions), Undecided, IsDefault, StandardOrder: false),
        new("decisions-dead", system => Away.Failure.Dead(system, Decisions), Undecided, IsDefault, StandardOrder: false),
        new("sidecar-hung", system => Away.Failure.Hung(system, Sidecar), Alone, IsAlone, StandardOrder: true),
        new("sidecar-dead", system => Away.Failure.Dead(system, Sidecar), Alone, IsAlone, StandardOrder: true),
        new("analytics-hung", system => Away.Failure.Hung(system, Analytics), Normal, call => Normal(call), StandardOrder: false),
        new("analytics-dead", system => Away.Failure.Dead(system, Analytics), Normal, call => Normal(call), StandardOrder: false),
        new("warehouse-full", system => Away.Failure.Full(system, Analytics), Normal, call => Normal(call), StandardOrder: false),
    ];

    /// <summary>Whether profiles lives on, and with it what it took without a promise.</summary>
    public bool KeepsMemory => Name != "profiles-dead";

    /// <summary>Nobody notices.</summary>
    public static bool Normal(CallRecord call) => call is { Status: 200, Degraded: null } && (call.Kind != CallKind.Track || call.Durable);

    /// <summary>Events wait in memory: 202 and never `durable: true`, but for repeats; reads are from memory where they must.</summary>
    private static bool Stateless(CallRecord call) => call.Kind == CallKind.Track
        ? call.Accepted && call.Status == (call.Answer!["durable"]!.GetValue<bool>() ? 200 : 202)
        : call.Status == 200 && call.Degraded is null or "state_unavailable";

    /// <summary>No file of any service can be written, the decision log neither.</summary>
    private static bool Diskless(CallRecord call) => Stateless(call) || (call.Kind == CallKind.Decide && Undecided(call));

    private static bool? IsNotDurable(CallRecord call) => call.Kind == CallKind.Track ? call.Status == 202 : null;

    private static bool Shopperless(CallRecord call) => Normal(call) || IsWithoutShopper(call) == true;

    /// <summary>Decisions go on without the shopper's fit: it is one feature of many.</summary>
    private static bool? IsWithoutShopper(CallRecord call) => call.Kind switch
    {
        CallKind.Track => IsRefused(call),
        CallKind.Decide => null,
        _ => call is { Status: 200, Degraded: "profiles_unavailable" },
    };

    private static bool Listless(CallRecord call) => Normal(call) || IsOfTheCopy(call) == true;

    private static bool? IsOfTheCopy(CallRecord call) => call.Kind is CallKind.Search or CallKind.Suggest ? call is { Status: 200, Degraded: "discovery_unavailable" } : null;

    private static bool Undecided(CallRecord call) => Normal(call) || IsDefault(call) == true;

    /// <summary>The slot's default item, with nothing that could be rewarded or learned from.</summary>
    private static bool? IsDefault(CallRecord call) => call.Kind == CallKind.Decide
        ? call is { Status: 200, Degraded: "decisions_unavailable" }
            && call.Answer!["propensity"] is null && call.Answer["decision_id"] is null
            && call.Answer["selected_item"]!.GetValue<string>() == call.Sent["available_items"]![0]!.GetValue<string>()
        : null;

    private static bool Alone(CallRecord call) => Normal(call) || IsAlone(call) == true;

    private static bool? IsAlone(CallRecord call) => call.Kind switch
    {
        CallKind.Track => IsRefused(call),
        CallKind.Decide => IsDefault(call),
        _ => call is { Status: 200, Degraded: "discovery_unavailable" or "profiles_unavailable" },
    };

    private static bool IsRefused(CallRecord call) => call is { Status: 503, RetryAfter: true };
}

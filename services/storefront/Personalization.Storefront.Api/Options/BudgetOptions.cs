using Personalization.Hosting.Resilience;

namespace Personalization.Storefront.Api.Options;

/// <summary>How long parts may take before the answer goes without them. Section `Budgets`.</summary>
internal sealed class BudgetOptions
{
    public const string Section = "Budgets";

    /// <summary>Reading a shopper's context. Above it: standard order.</summary>
    public TimeSpan Context { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>What a wished `min_version` may add to it: the actor waits that long for the version.</summary>
    public TimeSpan VersionWait { get; set; } = TimeSpan.FromMilliseconds(60);

    /// <summary>Ranking by discovery. Above it: the storefront's own standard index.</summary>
    public TimeSpan Ranking { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Deciding, its logging included. Above it: the slots' defaults.</summary>
    public TimeSpan Decision { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>A part that answered nobody for this long, in two looks, is away for calls past their budget; one that did is busy.</summary>
    public TimeSpan Silence { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often a call past its budget looks again whether its part still answers. A look that comes late by twice this says that this process stalled.</summary>
    public TimeSpan Recheck { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// The end of every budgeted wait. A part that goes on answering others is given time up to here: under more load than
    /// the machine has cores for, a personal answer late is worth more than a standard one on time.
    /// </summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Any other call to a part (track, cart, merge, import): then 503.</summary>
    public TimeSpan Call { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls of the warm-up, which pay for compilation.</summary>
    public TimeSpan WarmUp { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>When a part counts as away.</summary>
    public BreakerOptions Breaker { get; set; } = new();
}

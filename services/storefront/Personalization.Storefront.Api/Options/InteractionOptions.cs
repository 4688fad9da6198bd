namespace Personalization.Storefront.Api.Options;

/// <summary>Section `Interactions`.</summary>
internal sealed class InteractionOptions
{
    public const string Section = "Interactions";

    /// <summary>Types of a store's own, by store id, beside those of the public contract.</summary>
    public Dictionary<string, string[]> DeclaredTypes { get; set; } = [];

    /// <summary>Shoppers of one batch whose actors are called at the same time.</summary>
    public int BatchParallelism { get; set; } = 16;

    /// <summary>
    /// Shoppers whose events are on their way to their actors at the same time; the others wait in this process. Reading is what a shopper
    /// waits for, so a burst of events must not fill the queues that reading goes through. An event waits for two disks
    /// most of its way, and those share their flushes: with few at a time both would be idle. Default: 16 a core, at least 16.
    /// </summary>
    public int WritesAtOnce { get; set; } = Math.Max(16, 16 * Environment.ProcessorCount);

    /// <summary>An event on its way for longer than this waits for the store's disk, and hardly for a processor: it no longer counts among <see cref="WritesAtOnce"/>.</summary>
    public TimeSpan WriteTurn { get; set; } = TimeSpan.FromMilliseconds(120);
}

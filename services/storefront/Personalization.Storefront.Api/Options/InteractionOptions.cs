namespace Personalization.Storefront.Api.Options;

/// <summary>Section `Interactions`.</summary>
internal sealed class InteractionOptions
{
    public const string Section = "Interactions";

    /// <summary>Types of a store's own, by store id, beside those of the public contract.</summary>
    public Dictionary<string, string[]> DeclaredTypes { get; set; } = [];

    /// <summary>Shoppers of one batch whose actors are called at the same time.</summary>
    public int BatchParallelism { get; set; } = 16;
}

namespace Personalization.Hosting.Access;

/// <summary>What tokens allow (R7.7). The first four also for shoppers' tokens, about themselves; the others for servers' alone.</summary>
public static class Scopes
{
    /// <summary>Products, search and suggestions of nobody in particular.</summary>
    public const string ReadCatalog = "read:catalog";

    /// <summary>Preferences, context, cart, switches, what is tracked; personalized lists.</summary>
    public const string ReadProfiles = "read:profiles";

    /// <summary>Cart and switches.</summary>
    public const string WriteProfiles = "write:profiles";

    /// <summary>Interactions.</summary>
    public const string WriteEvents = "write:events";

    /// <summary>Merging one shopper into another.</summary>
    public const string MergeProfiles = "merge:profiles";

    /// <summary>Imports, and how they went.</summary>
    public const string WriteCatalog = "write:catalog";

    /// <summary>Learning models anew, and which version serves.</summary>
    public const string WriteModels = "write:models";

    /// <summary>Counts over all shoppers, or any one.</summary>
    public const string ReadAnalytics = "read:analytics";

    /// <summary>Rules and what else is edited of decisions, and their history.</summary>
    public const string ReadDecisions = "read:decisions";

    /// <summary>Editing them.</summary>
    public const string WriteDecisions = "write:decisions";

    /// <summary>Parts, versions and indexes of the system.</summary>
    public const string ReadSystem = "read:system";

    /// <summary>Whether a shopper's token may have it.</summary>
    public static bool IsForShoppers(string scope) => scope is ReadCatalog or ReadProfiles or WriteProfiles or WriteEvents;
}

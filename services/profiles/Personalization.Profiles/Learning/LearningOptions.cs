namespace Personalization.Profiles.Learning;

/// <summary>
/// How preferences are learned and read. The `learning` section of `signal-weights.yaml` sets them while the service runs.
/// Limits bound a shopper's memory: beyond them the weakest or oldest goes, and only then can the order of arrival show.
/// </summary>
public sealed record LearningOptions
{
    /// <summary>Days after which a signal counts half. Too short forgets the weekly shop, too long never forgets a gift.</summary>
    public double HalfLifeDays { get; init; } = 90;

    /// <summary>The decayed sum that reads as 0.5. Smaller makes single clicks loud.</summary>
    public double SquashScale { get; init; } = 1.0;

    /// <summary>Number of distinct events at which confidence reads 0.5.</summary>
    public double ConfidenceEvidence { get; init; } = 3;

    /// <summary>Quantity from which a purchase is a bulk purchase while fewer than two purchases of the product are known.</summary>
    public double BulkQuantity { get; init; } = 4;

    /// <summary>Multiple of the shopper's own median quantity from which a purchase is a bulk purchase.</summary>
    public double BulkFactor { get; init; } = 2;

    /// <summary>Minutes without a view after which a view without session id is a new one; also the time-out of sessions.</summary>
    public double SessionTimeoutMinutes { get; init; } = 30;

    /// <summary>Sessions in which a product must have been viewed before "viewed, never bought" is derived.</summary>
    public int NeverBoughtSessions { get; init; } = 3;

    /// <summary>Days those views must span.</summary>
    public double NeverBoughtDays { get; init; } = 14;

    /// <summary>Products watched for "viewed, never bought" at a time.</summary>
    public int NeverBoughtCandidates { get; init; } = 16;

    /// <summary>Share of the decayed signal that must carry a diet's attribute before the diet is inferred, 0..1.</summary>
    public double DietaryShare { get; init; } = 0.5;

    /// <summary>Distinct events with a diet's attribute before it is inferred.</summary>
    public int DietaryEvidence { get; init; } = 3;

    /// <summary>Purchase gaps of a product before a rhythm is read from them.</summary>
    public int ReorderGaps { get; init; } = 2;

    /// <summary>Names kept of each of categories, attributes and brands.</summary>
    public int KeptNames { get; init; } = 128;

    /// <summary>Names read of each of categories, attributes and brands: the strongest.</summary>
    public int ReadNames { get; init; } = 32;

    /// <summary>Products with a score of their own.</summary>
    public int KeptProducts { get; init; } = 96;

    /// <summary>Products in a shopper's context: the strongest and latest.</summary>
    public int ReadProducts { get; init; } = 128;

    /// <summary>Recently touched products.</summary>
    public int RecentProducts { get; init; } = 20;

    /// <summary>Order lines kept, the newest.</summary>
    public int OrderLines { get; init; } = 1500;

    /// <summary>Days an order line is kept.</summary>
    public double OrderDays { get; init; } = 730;

    /// <summary>Ranked lists whose scrolled and clicked products are remembered.</summary>
    public int KeptLists { get; init; } = 32;

    /// <summary>Products whose time on page is remembered; fewer when they do not fit into their state key.</summary>
    public int KeptDwells { get; init; } = 128;

    /// <summary>Recent sessions kept.</summary>
    public int KeptSessions { get; init; } = 10;

    /// <summary>Days after its last change on which a cart expires.</summary>
    public double CartDays { get; init; } = 30;

    /// <summary>Every value that is out of its range, in words; empty when all is well.</summary>
    public IReadOnlyList<string> Faults()
    {
        List<string> faults = [];
        Check(HalfLifeDays is > 0 and <= 3650, "half_life_days must be above 0 and at most 3650");
        Check(SquashScale > 0 && double.IsFinite(SquashScale), "squash_scale must be above 0");
        Check(ConfidenceEvidence > 0 && double.IsFinite(ConfidenceEvidence), "confidence_evidence must be above 0");
        Check(BulkQuantity > 1, "bulk_quantity must be above 1");
        Check(BulkFactor > 1, "bulk_factor must be above 1");
        Check(SessionTimeoutMinutes is > 0 and <= 1440, "session_timeout_minutes must be above 0 and at most 1440");
        Check(NeverBoughtSessions is >= 2 and <= 6, "never_bought_sessions must be 2 to 6");
        Check(NeverBoughtDays is >= 0 and <= 365, "never_bought_days must be 0 to 365");
        Check(NeverBoughtCandidates is >= 0 and <= 16, "never_bought_candidates must be 0 to 16");
        Check(DietaryShare is > 0 and <= 1, "dietary_share must be above 0 and at most 1");
        Check(DietaryEvidence >= 1, "dietary_evidence must be at least 1");
        Check(ReorderGaps >= 1, "reorder_gaps must be at least 1");
        Check(KeptNames is >= 16 and <= 1000, "kept_names must be 16 to 1000");
        Check(ReadNames >= 1 && ReadNames <= KeptNames, "read_names must be 1 to kept_names");
        Check(KeptProducts is >= 16 and <= 1000, "kept_products must be 16 to 1000");
        Check(ReadProducts is >= 1 and <= 1000, "read_products must be 1 to 1000");
        Check(RecentProducts is >= 1 and <= 100, "recent_products must be 1 to 100");
        Check(OrderLines is >= 100 and <= 10000, "order_lines must be 100 to 10000");
        Check(OrderDays is >= 30 and <= 730, "order_days must be 30 to 730");
        Check(KeptLists is >= 1 and <= 200, "kept_lists must be 1 to 200");
        Check(KeptDwells is >= 1 and <= 200, "kept_dwells must be 1 to 200");
        Check(KeptSessions is >= 1 and <= 100, "kept_sessions must be 1 to 100");
        Check(CartDays is > 0 and <= 365, "cart_days must be above 0 and at most 365");
        return faults;

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add(fault);
            }
        }
    }
}

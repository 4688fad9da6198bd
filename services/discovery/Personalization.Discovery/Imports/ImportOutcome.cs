using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Imports;

/// <summary>What one import did.</summary>
public sealed class ImportOutcome
{
    public long Read { get; set; }

    public long Changed { get; set; }

    public long Unchanged { get; set; }

    public long Rejected { get; set; }

    /// <summary>Products that a `replace` took out of stock.</summary>
    public long Retired { get; set; }

    public List<ImportFault> Faults { get; } = [];
}

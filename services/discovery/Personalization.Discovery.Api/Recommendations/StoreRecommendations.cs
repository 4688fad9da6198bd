using Personalization.Discovery.Recommendations;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>What this process holds of one store's purchases.</summary>
internal sealed class StoreRecommendations(PurchaseModel model)
{
    public PurchaseModel Model => model;

    public OrderAssembly Orders { get; } = new();

    /// <summary>How far the log is read; null: not at all.</summary>
    public LogPlace? Place { get; set; }

    /// <summary>Baskets when the model in force was learned.</summary>
    public int LearnedBaskets { get; set; }

    /// <summary>Rolled back by hand.</summary>
    public bool Held { get; set; }

    /// <summary>When it was last learned what goes together.</summary>
    public DateTimeOffset? TogetherAt { get; set; }
}

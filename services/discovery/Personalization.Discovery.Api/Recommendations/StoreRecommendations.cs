using Personalization.Discovery.Recommendations;
using Personalization.Discovery.Together;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>What this process holds of one store's purchases.</summary>
internal sealed class StoreRecommendations(PurchaseModel model)
{
    private PurchaseModel _model = model;

    /// <summary>The one that serves; swapped as a whole.</summary>
    public PurchaseModel Model
    {
        get => Volatile.Read(ref _model);
        set => Volatile.Write(ref _model, value);
    }

    public OrderAssembly Orders { get; private set; } = new();

    /// <summary>How far the log is read; null: not at all.</summary>
    public LogPlace? Place { get; set; }

    /// <summary>Lines read since the log was read from its start.</summary>
    public long Lines { get; set; }

    /// <summary>Baskets when the model in force was learned.</summary>
    public int LearnedBaskets { get; set; }

    /// <summary>Rolled back or chosen by hand.</summary>
    public bool Held { get; set; }

    /// <summary>When it was last learned what goes together.</summary>
    public DateTimeOffset? TogetherAt { get; set; }

    /// <summary>What is looked at in the same visit.</summary>
    public CoViews CoViews { get; } = new();

    /// <summary>When what is kept of them was read; null: not yet.</summary>
    public DateTimeOffset? CoViewsReadAt { get; set; }

    /// <summary>When what was heard was added to what is kept.</summary>
    public DateTimeOffset? CoViewsKeptAt { get; set; }

    /// <summary>The log is read from its start.</summary>
    public void StartOver()
    {
        Orders = new OrderAssembly();
        Lines = 0;
        TogetherAt = null;
    }
}

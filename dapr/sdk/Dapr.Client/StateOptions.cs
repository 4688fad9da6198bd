namespace Dapr.Client;

/// <summary>How a state operation is carried out; what is not set is the store's choice.</summary>
public class StateOptions
{
    /// <summary>What the store must have done before it answers.</summary>
    public ConsistencyMode? Consistency { get; set; }

    /// <summary>Who wins when two writers change the same key.</summary>
    public ConcurrencyMode? Concurrency { get; set; }
}

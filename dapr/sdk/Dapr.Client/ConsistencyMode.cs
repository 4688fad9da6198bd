namespace Dapr.Client;

/// <summary>What a state store must have done before it answers.</summary>
public enum ConsistencyMode
{
    /// <summary>Replicas may lag behind the answer.</summary>
    Eventual,

    /// <summary>Replicas have acknowledged before the answer.</summary>
    Strong,
}

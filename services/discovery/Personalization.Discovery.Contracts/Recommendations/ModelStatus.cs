namespace Personalization.Discovery.Contracts;

/// <summary>The learned models of a store.</summary>
public sealed record ModelStatus
{
    /// <summary>The version that is to serve; null none.</summary>
    public string? Current { get; init; }

    /// <summary>The version that serves in the replica that answers.</summary>
    public string? Serving { get; init; }

    /// <summary>True after a rollback: nothing is learned until it is asked for.</summary>
    public bool Held { get; init; }

    /// <summary>Baskets counted.</summary>
    public int Baskets { get; init; }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ModelVersion> Versions { get; init => field = value ?? []; } = [];

    public ModelJob? Job { get; init; }
}

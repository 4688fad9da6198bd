namespace Dapr.Client;

/// <summary>Who wins when two writers change the same key.</summary>
public enum ConcurrencyMode
{
    /// <summary>The first writer wins; a write on a stale ETag is refused.</summary>
    FirstWrite,

    /// <summary>The last writer wins.</summary>
    LastWrite,
}

using System.Diagnostics.CodeAnalysis;

namespace Dapr.Client;

/// <summary>One key of a bulk delete. The whole delete is not atomic.</summary>
/// <param name="key">The key.</param>
/// <param name="etag">The ETag the key must still have; <c>null</c> means any.</param>
/// <param name="stateOptions">Consistency and concurrency.</param>
/// <param name="metadata">Metadata for the store.</param>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The official SDK offers no equality here.")]
public readonly struct BulkDeleteStateItem(string key, string? etag, StateOptions? stateOptions = null, IReadOnlyDictionary<string, string>? metadata = null)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The ETag the key must still have.</summary>
    public string? ETag { get; } = etag;

    /// <summary>Consistency and concurrency.</summary>
    public StateOptions? StateOptions { get; } = stateOptions;

    /// <summary>Metadata for the store.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; } = metadata;
}

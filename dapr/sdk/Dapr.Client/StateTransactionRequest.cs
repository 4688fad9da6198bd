using System.Diagnostics.CodeAnalysis;

namespace Dapr.Client;

/// <summary>One step of a state transaction.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The serialized value; ignored by a delete.</param>
/// <param name="operationType">What to do.</param>
/// <param name="etag">The ETag the key must still have; none means any.</param>
/// <param name="metadata">Metadata for the store, such as <c>ttlInSeconds</c>.</param>
/// <param name="options">Consistency and concurrency.</param>
public sealed class StateTransactionRequest(
    string key,
    byte[]? value,
    StateOperationType operationType,
    string? etag = null,
    IReadOnlyDictionary<string, string>? metadata = null,
    StateOptions? options = null)
{
    /// <summary>Consistency and concurrency.</summary>
    [SuppressMessage("Design", "CA1051:Do not declare visible instance fields", Justification = "The official SDK offers a field here.")]
    public StateOptions? Options = options;

    /// <summary>The key.</summary>
    public string Key { get; } = key ?? throw new ArgumentNullException(nameof(key));

    /// <summary>The serialized value.</summary>
    public byte[]? Value { get; set; } = value;

    /// <summary>What to do.</summary>
    public StateOperationType? OperationType { get; set; } = operationType;

    /// <summary>The ETag the key must still have.</summary>
    public string? ETag { get; set; } = etag;

    /// <summary>Metadata for the store.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; set; } = metadata;
}

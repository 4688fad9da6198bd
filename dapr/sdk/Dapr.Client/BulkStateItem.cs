using System.Diagnostics.CodeAnalysis;

namespace Dapr.Client;

/// <summary>One key of a bulk read, with its value as JSON text.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The JSON text; empty when the key is missing.</param>
/// <param name="etag">The ETag; empty when the key is missing.</param>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The official SDK offers no equality here.")]
public readonly struct BulkStateItem(string key, string value, string etag)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The JSON text.</summary>
    public string Value { get; } = value;

    /// <summary>The ETag.</summary>
    public string ETag { get; } = etag;
}

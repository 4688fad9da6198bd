using System.Diagnostics.CodeAnalysis;

namespace Dapr.Client;

/// <summary>One key of a bulk read.</summary>
/// <param name="key">The key.</param>
/// <param name="value">The value; the default of the type when the key is missing.</param>
/// <param name="etag">The ETag; empty when the key is missing.</param>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The official SDK offers no equality here.")]
public readonly struct BulkStateItem<TValue>(string key, TValue value, string etag)
{
    /// <summary>The key.</summary>
    public string Key { get; } = key;

    /// <summary>The value.</summary>
    public TValue Value { get; } = value;

    /// <summary>The ETag.</summary>
    public string ETag { get; } = etag;
}

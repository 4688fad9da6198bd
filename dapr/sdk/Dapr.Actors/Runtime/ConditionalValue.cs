using System.Diagnostics.CodeAnalysis;

namespace Dapr.Actors.Runtime;

/// <summary>A value that may be missing.</summary>
[SuppressMessage("Performance", "CA1815:Override equals and operator equals on value types", Justification = "The official SDK offers no equality here.")]
public struct ConditionalValue<TValue>
{
    /// <summary>Creates a value.</summary>
    /// <param name="hasValue">Whether there is one.</param>
    /// <param name="value">The value; the default of the type when there is none.</param>
    public ConditionalValue(bool hasValue, TValue value)
    {
        HasValue = hasValue;
        Value = value;
    }

    /// <summary>Whether there is a value.</summary>
    public bool HasValue { get; }

    /// <summary>The value; the default of the type when there is none.</summary>
    public TValue Value { get; }
}

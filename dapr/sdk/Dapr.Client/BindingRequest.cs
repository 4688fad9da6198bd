namespace Dapr.Client;

/// <summary>A call of an output binding.</summary>
/// <param name="bindingName">The binding.</param>
/// <param name="operation">The operation, such as <c>create</c>.</param>
public sealed class BindingRequest(string bindingName, string operation)
{
    /// <summary>The binding.</summary>
    public string BindingName { get; } = bindingName ?? throw new ArgumentNullException(nameof(bindingName));

    /// <summary>The operation.</summary>
    public string Operation { get; } = operation ?? throw new ArgumentNullException(nameof(operation));

    /// <summary>The payload.</summary>
    public ReadOnlyMemory<byte> Data { get; set; }

    /// <summary>Metadata for the binding; the binding defines which keys it knows.</summary>
    public Dictionary<string, string> Metadata { get; } = [];
}

namespace Dapr.Client;

/// <summary>The answer of an output binding.</summary>
/// <param name="request">The call.</param>
/// <param name="data">The payload of the answer.</param>
/// <param name="metadata">The metadata of the answer.</param>
public sealed class BindingResponse(BindingRequest request, ReadOnlyMemory<byte> data, IReadOnlyDictionary<string, string> metadata)
{
    /// <summary>The call.</summary>
    public BindingRequest Request { get; } = request ?? throw new ArgumentNullException(nameof(request));

    /// <summary>The payload of the answer.</summary>
    public ReadOnlyMemory<byte> Data { get; } = data;

    /// <summary>The metadata of the answer.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = metadata ?? throw new ArgumentNullException(nameof(metadata));
}

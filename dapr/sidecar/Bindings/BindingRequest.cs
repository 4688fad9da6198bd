namespace Personalization.Sidecar.Bindings;

/// <summary>What an output binding is asked to do.</summary>
/// <param name="Operation">One of the component's operations, e.g. <c>create</c>.</param>
/// <param name="Data">Bytes; over HTTP the JSON text of the request's <c>data</c>.</param>
/// <param name="Metadata">The request's; names as written.</param>
internal sealed record BindingRequest(string Operation, ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The operation of an input binding's answer that names other bindings.</summary>
    public const string Create = "create";
}

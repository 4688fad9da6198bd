namespace Personalization.Sidecar.Bindings;

/// <summary>What an output binding gave back.</summary>
internal sealed record BindingAnswer(ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata)
{
    public static IReadOnlyDictionary<string, string> NoMetadata { get; } = new Dictionary<string, string>();
}

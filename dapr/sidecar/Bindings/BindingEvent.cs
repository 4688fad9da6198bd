namespace Personalization.Sidecar.Bindings;

/// <summary>What an input binding has for the app.</summary>
internal sealed record BindingEvent(ReadOnlyMemory<byte> Data, IReadOnlyDictionary<string, string> Metadata);

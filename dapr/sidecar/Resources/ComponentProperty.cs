namespace Personalization.Sidecar.Resources;

/// <summary>One entry of a component's <c>spec.metadata</c>, its <c>envRef</c> already resolved.</summary>
/// <param name="Name">As written.</param>
/// <param name="Value">Empty while <paramref name="Secret"/> is to be asked for.</param>
/// <param name="Location">Where the value stands.</param>
/// <param name="Secret">Where the value comes from; null when it stands in the file.</param>
public sealed record ComponentProperty(string Name, string Value, SourceLocation Location, SecretReference? Secret = null);

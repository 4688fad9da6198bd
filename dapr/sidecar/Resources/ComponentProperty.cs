namespace Personalization.Sidecar.Resources;

/// <summary>One entry of a component's <c>spec.metadata</c>, its <c>envRef</c> already resolved.</summary>
public sealed record ComponentProperty(string Name, string Value, SourceLocation Location);

namespace Personalization.Sidecar.Resources;

/// <summary>A value that a secret store has: a resource's <c>secretKeyRef</c>.</summary>
/// <param name="Name">The secret.</param>
/// <param name="Key">The entry of it; a secret of one value has the entry of its own name.</param>
public sealed record SecretReference(string Name, string Key);

namespace Personalization.Sidecar.Components;

/// <summary>For whom a component is made, and what of the process it may use.</summary>
internal sealed record ComponentContext(string AppId, string Namespace, SidecarServices Services);

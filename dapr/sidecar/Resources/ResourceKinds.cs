namespace Personalization.Sidecar.Resources;

/// <summary>The <c>kind</c>s of resource documents.</summary>
internal static class ResourceKinds
{
    public const string Component = "Component";
    public const string Resiliency = "Resiliency";
    public const string Configuration = "Configuration";
    public const string Subscription = "Subscription";
    public const string HttpEndpoint = "HTTPEndpoint";
}

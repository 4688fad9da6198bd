namespace Dapr.Client;

/// <summary>Names on the sidecar's HTTP wire that more than one file uses.</summary>
internal static class WireNames
{
    public const string ApiTokenHeader = "dapr-api-token";
    public const string MetadataPrefix = "metadata.";
    public const string CloudEventContentType = "application/cloudevents+json";
}

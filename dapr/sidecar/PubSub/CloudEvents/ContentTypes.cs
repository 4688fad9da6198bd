namespace Personalization.Sidecar.PubSub.CloudEvents;

/// <summary>What daprd reads out of a content type.</summary>
internal static class ContentTypes
{
    public const string Json = "application/json";
    public const string Text = "text/plain";
    public const string Binary = "application/octet-stream";

    public static bool IsCloudEvent(string contentType) => Is(contentType, CloudEventFields.ContentType);

    public static bool IsJson(string contentType) => Is(contentType, Json) || Media(contentType).EndsWith("+json", StringComparison.OrdinalIgnoreCase);

    public static bool IsBinary(string contentType) => Is(contentType, Binary);

    private static bool Is(string contentType, string media) => Media(contentType).Equals(media, StringComparison.OrdinalIgnoreCase);

    private static ReadOnlySpan<char> Media(string contentType)
    {
        var semicolon = contentType.IndexOf(';', StringComparison.Ordinal);
        return (semicolon < 0 ? contentType : contentType.AsSpan(0, semicolon)).Trim();
    }
}

using System.Text.Json;

namespace Dapr.Client;

/// <summary>Reads the failure body of the sidecar; anything else is no error object, not a failure of its own.</summary>
internal static class SidecarError
{
    public static DaprError? Parse(string body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return null;
            }

            var error = new DaprError { ErrorCode = Text(document.RootElement, "errorCode"), Message = Text(document.RootElement, "message") };
            return error.ErrorCode is null && error.Message is null ? null : error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var property) && property.ValueKind == JsonValueKind.String ? property.GetString() : null;
}

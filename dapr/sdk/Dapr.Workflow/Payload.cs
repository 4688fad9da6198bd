using System.Text.Json;

namespace Dapr.Workflow;

/// <summary>Inputs, results and events as the wire has them: JSON text, absent for null.</summary>
internal static class Payload
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web);

    public static string? Write(object? value) => value is null ? null : JsonSerializer.Serialize(value, value.GetType(), Options);

    public static T? Read<T>(string? text) => string.IsNullOrEmpty(text) ? default : JsonSerializer.Deserialize<T>(text, Options);

    public static object? Read(string? text, Type type) => string.IsNullOrEmpty(text) ? null : JsonSerializer.Deserialize(text, type, Options);
}

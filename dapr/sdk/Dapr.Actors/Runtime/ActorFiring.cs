using System.Text.Json;
using Dapr.Actors.Wire;

namespace Dapr.Actors.Runtime;

/// <summary>What the sidecar says of a timer or reminder when it fires or is read.</summary>
/// <param name="Callback">The method of a timer; empty for a reminder.</param>
/// <param name="Data">What was given at registration; empty when nothing was.</param>
/// <param name="DueTime">The due time; negative when the sidecar does not say it.</param>
/// <param name="Period">The period; negative when the sidecar does not say it.</param>
/// <param name="Repetitions">The number of firings, when limited.</param>
internal sealed record ActorFiring(string Callback, byte[] Data, TimeSpan DueTime, TimeSpan Period, int? Repetitions)
{
    /// <summary>Reads the message; <c>null</c> when it holds nothing.</summary>
    public static async ValueTask<ActorFiring?> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        using var document = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken).ConfigureAwait(false);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.EnumerateObject().MoveNext())
        {
            return null;
        }

        var (dueTime, _) = Duration(root, "dueTime");
        var (period, repetitions) = Duration(root, "period");
        return new ActorFiring(Text(root, "callback") ?? string.Empty, ReadData(root), dueTime, period, repetitions);
    }

    private static byte[] ReadData(JsonElement root) =>
        root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.String ? data.GetBytesFromBase64() : [];

    private static (TimeSpan Value, int? Repetitions) Duration(JsonElement root, string name) =>
        Text(root, name) is { } text ? WireDuration.Parse(text) : (TimeSpan.Zero, null);

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

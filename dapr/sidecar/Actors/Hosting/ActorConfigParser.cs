using System.Text.Json;
using Personalization.Sidecar.Actors.Scheduling;

namespace Personalization.Sidecar.Actors.Hosting;

/// <summary>Reads an app's answer to <c>GET /dapr/config</c>.</summary>
internal static class ActorConfigParser
{
    /// <returns>The hosted types.</returns>
    /// <exception cref="JsonException">Not a JSON object of that shape.</exception>
    public static IReadOnlyDictionary<string, ActorTypeOptions> Parse(ReadOnlyMemory<byte> json)
    {
        var types = new Dictionary<string, ActorTypeOptions>(StringComparer.Ordinal);
        if (json.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
        {
            return types;
        }

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("the answer to /dapr/config is not an object");
        }

        var common = Read(root, new ActorTypeOptions());
        foreach (var type in Entities(root))
        {
            types[type] = common;
        }

        if (root.TryGetProperty("entitiesConfig"u8, out var own) && own.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in own.EnumerateArray().Where(entry => entry.ValueKind == JsonValueKind.Object))
            {
                var options = Read(entry, common);
                foreach (var type in Entities(entry).Where(types.ContainsKey))
                {
                    types[type] = options;
                }
            }
        }

        return types;
    }

    private static IEnumerable<string> Entities(JsonElement owner) =>
        owner.TryGetProperty("entities"u8, out var entities) && entities.ValueKind == JsonValueKind.Array
            ? entities.EnumerateArray().Where(entity => entity.ValueKind == JsonValueKind.String).Select(entity => entity.GetString()!)
            : [];

    private static ActorTypeOptions Read(JsonElement owner, ActorTypeOptions otherwise)
    {
        var options = otherwise with
        {
            IdleTimeout = Duration(owner, "actorIdleTimeout") ?? otherwise.IdleTimeout,
            DrainTimeout = Duration(owner, "drainOngoingCallTimeout") ?? otherwise.DrainTimeout,
            Drain = Flag(owner, "drainRebalancedActors") ?? otherwise.Drain,
        };
        if (owner.TryGetProperty("reentrancy"u8, out var reentrancy) && reentrancy.ValueKind == JsonValueKind.Object)
        {
            options = options with
            {
                Reentrancy = Flag(reentrancy, "enabled") ?? false,
                MaxStackDepth = reentrancy.TryGetProperty("maxStackDepth"u8, out var depth) && depth.ValueKind == JsonValueKind.Number
                    && depth.TryGetInt32(out var number) && number > 0
                    ? number
                    : otherwise.MaxStackDepth,
            };
        }

        return options;
    }

    private static bool? Flag(JsonElement owner, string name) => owner.TryGetProperty(name, out var value)
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        }
        : null;

    private static TimeSpan? Duration(JsonElement owner, string name)
    {
        if (!owner.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        return DurationText.TryParse(text, out var duration) && duration > TimeSpan.Zero
            ? duration
            : throw new JsonException($"{name} '{text}' is not a duration");
    }
}

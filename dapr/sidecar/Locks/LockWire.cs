using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Sidecar.Locks;

/// <summary>The body of lock and unlock.</summary>
internal sealed record LockRequest
{
    public string? ResourceId { get; init; }

    public string? LockOwner { get; init; }

    public int ExpiryInSeconds { get; init; }
}

/// <summary>The answer to lock.</summary>
internal sealed record LockAnswer(bool Success);

/// <summary>The answer to unlock.</summary>
internal sealed record UnlockAnswer(int Status);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(LockRequest))]
[JsonSerializable(typeof(LockAnswer))]
[JsonSerializable(typeof(UnlockAnswer))]
internal sealed partial class LocksJson : JsonSerializerContext;

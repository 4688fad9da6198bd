namespace Personalization.Grpc.Client;

/// <summary>What one call asks for.</summary>
internal sealed record GrpcCallOptions
{
    public static GrpcCallOptions None { get; } = new();

    /// <summary>After this the call ends with DEADLINE_EXCEEDED, here and at the server; null: never.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Metadata of this call, after the channel's; names in lower case, those ending in <c>-bin</c> with base64 values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];
}

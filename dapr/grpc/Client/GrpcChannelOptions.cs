using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Client;

/// <summary>What all calls of a channel share.</summary>
internal sealed record GrpcChannelOptions
{
    /// <summary>The longest message taken from the server; a longer one ends its call with RESOURCE_EXHAUSTED. Bytes.</summary>
    public int MaxMessageBytes { get; init; } = GrpcNames.DefaultMaxMessageBytes;

    /// <summary>Metadata of every call, e.g. an API token; names in lower case.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>Measures deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>How to reach the server; null: a connection pool of the channel's own. The channel does not dispose it.</summary>
    public HttpMessageHandler? Handler { get; init; }
}

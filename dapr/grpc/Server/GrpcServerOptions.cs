using Personalization.Grpc.Framing;

namespace Personalization.Grpc.Server;

/// <summary>The rules of a server, the same for all its methods.</summary>
internal sealed record GrpcServerOptions
{
    /// <summary>The longest message taken from a client; a longer one ends its call with RESOURCE_EXHAUSTED. Bytes.</summary>
    public int MaxMessageBytes { get; init; } = GrpcNames.DefaultMaxMessageBytes;

    /// <summary>Measures deadlines.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Fires when the server stops: streams end with UNAVAILABLE, calls of one answer go on to it.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Looks at each call before its method is looked up; what it returns ends the call.</summary>
    public Func<GrpcServerCall, GrpcStatus?> Refuse { get; init; } = _ => null;

    /// <summary>Answers the calls of methods that are not mapped, their frames untouched; null, or an answer of null: they are UNIMPLEMENTED.</summary>
    public Func<GrpcServerCall, Task<GrpcStatus?>>? Otherwise { get; init; }

    /// <summary>The status of an exception that is neither a <see cref="GrpcException"/> nor a cancellation; null: not foreseen.</summary>
    public Func<Exception, GrpcStatus?> Translate { get; init; } = _ => null;

    /// <summary>Told of exceptions that nobody foresaw; their call ends with INTERNAL and says nothing of them.</summary>
    public Action<GrpcServerCall, Exception> Unforeseen { get; init; } = (_, _) => { };

    /// <summary>Told of the end of every call.</summary>
    public Action<GrpcServerCall, GrpcStatusCode> Ended { get; init; } = (_, _) => { };
}

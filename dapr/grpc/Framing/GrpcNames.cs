namespace Personalization.Grpc.Framing;

/// <summary>Header and trailer names of gRPC over HTTP/2.</summary>
internal static class GrpcNames
{
    public const string ContentType = "application/grpc";
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string StatusDetails = "grpc-status-details-bin";
    public const string Timeout = "grpc-timeout";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Encoding = "grpc-encoding";
    public const string Identity = "identity";

    /// <summary>Bytes before each message: a flag that says whether it is compressed, and its length, big endian.</summary>
    public const int PrefixLength = 5;

    /// <summary>The longest message taken by default, and Dapr's default too: 4 MiB.</summary>
    public const int DefaultMaxMessageBytes = 4 << 20;
}

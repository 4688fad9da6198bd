namespace Personalization.Sidecar.Hosting;

/// <summary>How the sidecar speaks to the app.</summary>
internal enum AppProtocol
{
    /// <summary>HTTP/1.1.</summary>
    Http,

    /// <summary>HTTP/2 in clear text with prior knowledge.</summary>
    H2c,

    /// <summary>gRPC: the app serves <c>AppCallback</c>.</summary>
    Grpc,
}

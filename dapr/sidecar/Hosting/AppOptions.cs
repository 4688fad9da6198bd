using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Hosting;

/// <summary>One app's sidecar, as daprd's flags describe it. Defaults are daprd's.</summary>
internal sealed record AppOptions
{
    /// <summary>The default of <see cref="MaxBodyBytes"/>: 4 MiB.</summary>
    public const long DefaultMaxBodyBytes = 4L << 20;

    /// <summary>The default of <see cref="JobsFile"/>, in the working folder.</summary>
    public const string DefaultJobsFile = "dapr-jobs.db";

    public required string AppId { get; init; }

    /// <summary>Where the app listens; null: the app only calls out and receives nothing.</summary>
    public int? AppPort { get; init; }

    /// <summary>Host of the app channel.</summary>
    public string AppChannelAddress { get; init; } = "127.0.0.1";

    public AppProtocol AppProtocol { get; init; } = AppProtocol.Http;

    /// <summary>Where the Dapr HTTP API listens; 0 picks a free port.</summary>
    public int HttpPort { get; init; } = 3500;

    /// <summary>Where the Dapr gRPC API listens; 0 picks a free port; null: nowhere.</summary>
    public int? GrpcPort { get; init; }

    /// <summary>Addresses the API listens on.</summary>
    public IReadOnlyList<string> ListenAddresses { get; init; } = ["127.0.0.1"];

    /// <summary>Where Prometheus text is served; null: nowhere.</summary>
    public int? MetricsPort { get; init; }

    /// <summary>Folders of resource YAML, absolute.</summary>
    public IReadOnlyList<string> ResourcesPaths { get; init; } = [];

    /// <summary>Files of kind Configuration, absolute; later ones win.</summary>
    public IReadOnlyList<string> ConfigFiles { get; init; } = [];

    /// <summary>Requests with a longer body are answered 413; bytes.</summary>
    public long MaxBodyBytes { get; init; } = DefaultMaxBodyBytes;

    /// <summary>Calls to the app in flight at once; 0 or less: unlimited.</summary>
    public int AppMaxConcurrency { get; init; }

    /// <summary>Null: the app counts as healthy as soon as its port accepts.</summary>
    public AppHealthOptions? AppHealth { get; init; }

    /// <summary>Where jobs are kept; made with the first job. All apps of the process may share it.</summary>
    public string JobsFile { get; init; } = DefaultJobsFile;

    /// <summary>How long a stop may take to drain.</summary>
    public TimeSpan GracefulShutdown { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The namespace of the app; null when NAMESPACE is unset, which switches namespace filters off.</summary>
    public string? Namespace { get; init; }

    /// <summary>Every API call must carry it in <c>dapr-api-token</c>; null: no check.</summary>
    public string? ApiToken { get; init; }

    /// <summary>Sent to the app as <c>dapr-api-token</c> with every call.</summary>
    public string? AppToken { get; init; }

    /// <summary>Where spans go when the configuration names no receiver; null: nowhere.</summary>
    public OtlpSettings? Otlp { get; init; }

    /// <summary>Unknown fields in resources stop the start instead of being warned about.</summary>
    public bool Strict { get; init; }

    /// <summary>Each API call is logged (method and route, never bodies).</summary>
    public bool LogApiCalls { get; init; }
}

using System.CommandLine;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Cli;

/// <summary>The flags of <c>run</c>: <c>-f</c> for a template, else daprd's.</summary>
internal sealed class RunFlags
{
    private readonly Option<string?> _file = new("--run-file", "-f") { Description = "A dapr.yaml: the sidecars of all its apps run in this process." };
    private readonly Option<bool> _strict = new("--strict") { Description = "Unknown fields in YAML stop the start." };
    private readonly Option<string?> _logLevel = new("--log-level") { Description = "debug, info, warn or error." };

    private readonly Option<string?> _appId = new("--app-id", "-a") { Description = "Id of the app." };
    private readonly Option<int> _appPort = new("--app-port", "-p") { Description = "Port the app listens on; none: the app only calls out." };
    private readonly Option<string> _appProtocol = new("--app-protocol", "-P") { Description = "http, h2c or grpc.", DefaultValueFactory = _ => "http" };
    private readonly Option<string> _channelAddress = new("--app-channel-address") { Description = "Host of the app.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<int> _httpPort = new("--dapr-http-port", "-H") { Description = "Port of the Dapr HTTP API; 0: a free one.", DefaultValueFactory = _ => 3500 };
    private readonly Option<int> _grpcPort = new("--dapr-grpc-port", "-G") { Description = "Port of the Dapr gRPC API; 0: a free one.", DefaultValueFactory = _ => 50001 };
    private readonly Option<int> _internalPort = new("--dapr-internal-grpc-port") { Description = "Accepted, without effect." };
    private readonly Option<string?> _placement = new("--placement-host-address") { Description = "Accepted, without effect: actors are placed in this process." };
    private readonly Option<string?> _scheduler = new("--scheduler-host-address") { Description = "Accepted, without effect: jobs are kept in this process." };
    private readonly Option<int> _metricsPort = new("--metrics-port", "-M") { Description = "Port of the Prometheus text." };
    private readonly Option<bool> _enableMetrics = new("--enable-metrics") { Description = "Serve metrics.", DefaultValueFactory = _ => true };
    private readonly Option<string[]> _resources = new("--resources-path", "--resources-paths", "--components-path", "-d") { Description = "Folder of resource YAML; repeatable." };
    private readonly Option<string[]> _configs = new("--config", "-c") { Description = "File of kind Configuration; repeatable." };
    private readonly Option<string> _listen = new("--dapr-listen-addresses") { Description = "Addresses of the API, separated by commas.", DefaultValueFactory = _ => "127.0.0.1" };
    private readonly Option<string> _maxBody = new("--max-body-size") { Description = "Longest request body, e.g. 4Mi.", DefaultValueFactory = _ => "4Mi" };
    private readonly Option<int> _maxRequest = new("--dapr-http-max-request-size") { Description = "The older form of --max-body-size: whole MiB." };
    private readonly Option<int> _maxConcurrency = new("--app-max-concurrency") { Description = "Calls to the app at once; 0: unlimited." };
    private readonly Option<bool> _health = new("--enable-app-health-check") { Description = "Probe the app; an unhealthy one gets no work." };
    private readonly Option<string> _healthPath = new("--app-health-check-path") { Description = "Path of the probe.", DefaultValueFactory = _ => "/healthz" };
    private readonly Option<int> _healthInterval = new("--app-health-probe-interval") { Description = "Seconds between probes.", DefaultValueFactory = _ => 5 };
    private readonly Option<int> _healthTimeout = new("--app-health-probe-timeout") { Description = "Milliseconds a probe may take.", DefaultValueFactory = _ => 500 };
    private readonly Option<int> _healthThreshold = new("--app-health-threshold") { Description = "Failures in a row until unhealthy.", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _graceful = new("--dapr-graceful-shutdown-seconds") { Description = "Seconds a stop may drain.", DefaultValueFactory = _ => 5 };
    private readonly Option<string> _jobs = new("--jobs-file") { Description = "Where jobs are kept; daprd has a scheduler service for them.", DefaultValueFactory = _ => AppOptions.DefaultJobsFile };
    private readonly Option<bool> _apiLogging = new("--enable-api-logging") { Description = "Log every API call." };

    private readonly Argument<string[]> _command = new("command")
    {
        Description = "Behind --: the app, started with the sidecar and stopped with it. Ports that are not given are then free ones, as with 'dapr run'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_command);
        Option[] all =
        [
            _file, _strict, _logLevel, _appId, _appPort, _appProtocol, _channelAddress, _httpPort, _grpcPort, _internalPort, _placement, _scheduler, _metricsPort, _enableMetrics, _resources,
            _configs, _listen, _maxBody, _maxRequest, _maxConcurrency, _health, _healthPath, _healthInterval, _healthTimeout, _healthThreshold, _graceful, _jobs, _apiLogging,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }
    }

    public bool IsTemplate(ParseResult parsed) => parsed.GetValue(_file) is not null;

    /// <summary>The app to start; empty: somebody else starts it.</summary>
    public IReadOnlyList<string> Command(ParseResult parsed) => parsed.GetValue(_command) ?? [];

    public LogLevel LogLevel(ParseResult parsed) => parsed.GetValue(_logLevel) switch
    {
        "debug" => Microsoft.Extensions.Logging.LogLevel.Debug,
        "warn" or "warning" => Microsoft.Extensions.Logging.LogLevel.Warning,
        "error" or "fatal" => Microsoft.Extensions.Logging.LogLevel.Error,
        null or "info" => Microsoft.Extensions.Logging.LogLevel.Information,
        var other => throw new ArgumentException($"--log-level: '{other}' is none of debug, info, warn, error"),
    };

    /// <exception cref="ArgumentException">A flag is missing or wrong.</exception>
    /// <exception cref="ResourcesRefusedException">The template is wrong.</exception>
    public IReadOnlyList<AppOptions> Read(ParseResult parsed, ProcessEnvironment environment)
    {
        var strict = parsed.GetValue(_strict);
        var graceful = TimeSpan.FromSeconds(parsed.GetValue(_graceful));
        var jobs = Path.GetFullPath(parsed.GetValue(_jobs)!);
        if (parsed.GetValue(_file) is { } file)
        {
            if (Command(parsed).Count > 0)
            {
                throw new ArgumentException("a command behind -- goes with the flags of one app; a run file's apps have commands of their own");
            }

            return [.. RunTemplate.Read(file, strict, environment).Select(app => app with { GracefulShutdown = graceful, JobsFile = jobs })];
        }

        return
        [
            new AppOptions
            {
                AppId = parsed.GetValue(_appId) ?? throw new ArgumentException("--app-id or --run-file is needed; see run --help"),
                AppPort = parsed.GetValue(_appPort) is > 0 and var port ? port : null,
                AppProtocol = RunTemplate.Protocol(parsed.GetValue(_appProtocol)!)
                    ?? throw new ArgumentException($"--app-protocol: '{parsed.GetValue(_appProtocol)}' is not supported by this sidecar; it has http, h2c and grpc"),
                AppChannelAddress = parsed.GetValue(_channelAddress)!,
                HttpPort = Port(parsed, _httpPort),
                GrpcPort = Port(parsed, _grpcPort),
                MetricsPort = parsed.GetValue(_enableMetrics) && parsed.GetValue(_metricsPort) is > 0 and var metrics ? metrics : null,
                ResourcesPaths = [.. (parsed.GetValue(_resources) ?? []).Select(Path.GetFullPath)],
                ConfigFiles = [.. (parsed.GetValue(_configs) ?? []).Select(Path.GetFullPath)],
                ListenAddresses = parsed.GetValue(_listen)!.Split(',', StringSplitOptions.TrimEntries),
                MaxBodyBytes = parsed.GetValue(_maxRequest) is > 0 and var mebibytes ? (long)mebibytes << 20 : ByteSize.Parse(parsed.GetValue(_maxBody)!)
                    ?? throw new ArgumentException($"--max-body-size: '{parsed.GetValue(_maxBody)}' is not a size such as 4Mi"),
                AppMaxConcurrency = parsed.GetValue(_maxConcurrency),
                AppHealth = parsed.GetValue(_health)
                    ? new AppHealthOptions
                    {
                        Path = parsed.GetValue(_healthPath)!,
                        Interval = TimeSpan.FromSeconds(parsed.GetValue(_healthInterval)),
                        Timeout = TimeSpan.FromMilliseconds(parsed.GetValue(_healthTimeout)),
                        Threshold = parsed.GetValue(_healthThreshold),
                    }
                    : null,
                GracefulShutdown = graceful,
                JobsFile = jobs,
                LogApiCalls = parsed.GetValue(_apiLogging),
                Namespace = environment.Get(ProcessEnvironment.Namespace),
                ApiToken = environment.Get(ProcessEnvironment.ApiToken),
                AppToken = environment.Get(ProcessEnvironment.AppToken),
                Otlp = OtlpSettings.FromEnvironment(environment.Get),
                Strict = strict,
            },
        ];
    }

    private int Port(ParseResult parsed, Option<int> flag) =>
        Command(parsed).Count > 0 && parsed.GetResult(flag) is null or { Implicit: true } ? 0 : Math.Max(0, parsed.GetValue(flag));
}

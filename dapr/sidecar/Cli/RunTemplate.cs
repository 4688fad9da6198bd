using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Resources.Yaml;
using Personalization.Sidecar.Telemetry.Tracing;

namespace Personalization.Sidecar.Cli;

/// <summary>
/// A <c>dapr.yaml</c> of <c>dapr run -f</c>: <c>version: 1</c>, <c>common</c>, <c>apps</c>. An app's own key goes before the common one;
/// paths of an app are relative to its <c>appDirPath</c>, common ones to the file. <c>command</c> is the launcher's.
/// </summary>
internal static class RunTemplate
{
    private static readonly string[] WithoutEffect =
    [
        "command", "daprInternalGRPCPort", "profilePort", "enableProfiling", "logLevel", "readBufferSize", "unixDomainSocket",
        "placementHostAddress", "schedulerHostAddress", "daprdLogDestination", "appLogDestination", "runtimePath", "containerImage",
        "containerImagePullPolicy", "disableAppLogs",
    ];

    /// <exception cref="ResourcesRefusedException">The file is wrong; every fault is listed.</exception>
    public static IReadOnlyList<AppOptions> Read(string file, bool strict, ProcessEnvironment environment)
    {
        file = Path.GetFullPath(file);
        var findings = new Findings();
        var apps = new List<AppOptions>();
        if (YamlFile.Read(file, findings) is [var root, ..])
        {
            if (root.Number("version") != 1)
            {
                root.Error("version", "must be 1");
            }

            var folder = Path.GetDirectoryName(file)!;
            var common = root.Map("common") is { } map ? ReadKeys(map, folder) : new Keys();
            foreach (var app in root.Maps("apps"))
            {
                if (ReadApp(app, folder, common, strict, environment) is { } options)
                {
                    apps.Add(options);
                }
            }

            root.Close();
            CheckTogether(root, apps);
        }
        else if (findings.All.Count == 0)
        {
            findings.Error(new SourceLocation(file, 1), "document", "is empty");
        }

        var judged = ResourceValidator.Judge(findings.All, strict);
        return judged.Any(f => f.IsError) ? throw new ResourcesRefusedException(judged) : apps;
    }

    private static void CheckTogether(YamlMap root, List<AppOptions> apps)
    {
        if (apps.Count == 0)
        {
            root.Error("apps", "must list at least one app");
        }

        foreach (var replicas in apps.GroupBy(a => a.AppId, StringComparer.Ordinal).Where(g => g.Count() > 1 && g.Any(a => a.AppPort is null or 0)))
        {
            root.Error("apps", $"appID '{replicas.Key}' is given twice; replicas of an app need an appPort each");
        }

        var ports = apps.SelectMany(a => new[] { a.AppPort ?? 0, a.HttpPort, a.GrpcPort ?? 0, a.MetricsPort ?? 0 }).Where(p => p > 0);
        foreach (var port in ports.GroupBy(p => p).Where(g => g.Count() > 1))
        {
            root.Error("apps", $"port {port.Key} is given twice");
        }
    }

    private static AppOptions? ReadApp(YamlMap map, string folder, Keys common, bool strict, ProcessEnvironment environment)
    {
        var directory = map.RequiredText("appDirPath");
        var appFolder = Path.GetFullPath(Home(directory ?? "."), folder);
        var own = ReadKeys(map, appFolder);
        if (directory is null)
        {
            return null;
        }

        var variables = new Dictionary<string, string>(common.Environment, StringComparer.Ordinal);
        foreach (var (name, value) in own.Environment)
        {
            variables[name] = value;
        }

        string? Variable(string name) => variables.GetValueOrDefault(name) ?? environment.Get(name);
        var defaultResources = Path.Combine(appFolder, ".dapr", "resources");
        var defaultConfig = Path.Combine(appFolder, ".dapr", "config.yaml");
        return new AppOptions
        {
            AppId = own.AppId ?? Path.GetFileName(appFolder),
            AppPort = Positive(own.AppPort ?? common.AppPort),
            AppProtocol = own.AppProtocol ?? common.AppProtocol ?? AppProtocol.Http,
            AppChannelAddress = own.AppChannelAddress ?? common.AppChannelAddress ?? "127.0.0.1",
            HttpPort = Positive(own.HttpPort ?? common.HttpPort) ?? 0,
            GrpcPort = Positive(own.GrpcPort ?? common.GrpcPort) ?? 0,
            MetricsPort = Positive(own.MetricsPort ?? common.MetricsPort),
            ResourcesPaths = own.ResourcesPaths ?? (Directory.Exists(defaultResources) ? [defaultResources] : common.ResourcesPaths ?? []),
            ConfigFiles = own.ConfigFiles ?? (File.Exists(defaultConfig) ? [defaultConfig] : common.ConfigFiles ?? []),
            MaxBodyBytes = own.MaxBodyBytes ?? common.MaxBodyBytes ?? AppOptions.DefaultMaxBodyBytes,
            AppMaxConcurrency = own.AppMaxConcurrency ?? common.AppMaxConcurrency ?? 0,
            ListenAddresses = own.ListenAddresses ?? common.ListenAddresses ?? ["127.0.0.1"],
            LogApiCalls = own.LogApiCalls ?? common.LogApiCalls ?? false,
            AppHealth = own.EnableHealth ?? common.EnableHealth ?? false ? Health(own, common) : null,
            Namespace = Variable(ProcessEnvironment.Namespace),
            ApiToken = Variable(ProcessEnvironment.ApiToken),
            AppToken = Variable(ProcessEnvironment.AppToken),
            Otlp = OtlpSettings.FromEnvironment(Variable),
            Strict = strict,
        };
    }

    private static AppHealthOptions Health(Keys own, Keys common)
    {
        var standard = new AppHealthOptions();
        return new AppHealthOptions
        {
            Path = own.HealthPath ?? common.HealthPath ?? standard.Path,
            Interval = own.HealthInterval ?? common.HealthInterval ?? standard.Interval,
            Timeout = own.HealthTimeout ?? common.HealthTimeout ?? standard.Timeout,
            Threshold = own.HealthThreshold ?? common.HealthThreshold ?? standard.Threshold,
        };
    }

    private static Keys ReadKeys(YamlMap map, string folder)
    {
        map.Accept(WithoutEffect);
        var paths = map.Texts("resourcesPaths");
        var path = map.Text("resourcesPath");
        var config = map.Text("configFilePath");
        var addresses = map.Text("apiListenAddresses");
        var size = map.Text("maxBodySize");
        long? bytes = null;
        if (size is not null && (bytes = ByteSize.Parse(size)) is null)
        {
            map.Error("maxBodySize", $"'{size}' is not a size such as 4Mi");
        }

        var protocol = map.Text("appProtocol");
        AppProtocol? parsed = null;
        if (!string.IsNullOrEmpty(protocol) && (parsed = Protocol(protocol)) is null)
        {
            map.Error("appProtocol", $"'{protocol}' is not supported by this sidecar; it has http, h2c and grpc");
        }

        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        if (map.Map("env") is { } env)
        {
            foreach (var name in env.Names)
            {
                environment[name] = env.Text(name) ?? "";
            }
        }

        var keys = new Keys
        {
            AppId = map.Text("appID"),
            AppPort = map.Number("appPort", -1, 65535),
            AppProtocol = parsed,
            AppChannelAddress = map.Text("appChannelAddress"),
            HttpPort = map.Number("daprHTTPPort", -1, 65535),
            GrpcPort = map.Number("daprGRPCPort", -1, 65535),
            MetricsPort = map.Number("metricsPort", -1, 65535),
            ResourcesPaths = paths.Count > 0 ? [.. paths.Select(p => Path.GetFullPath(Home(p), folder))]
                : path is { Length: > 0 } ? [Path.GetFullPath(Home(path), folder)]
                : null,
            ConfigFiles = config is { Length: > 0 } ? [Path.GetFullPath(Home(config), folder)] : null,
            MaxBodyBytes = bytes,
            AppMaxConcurrency = map.Number("appMaxConcurrency", -1),
            ListenAddresses = addresses is { Length: > 0 } ? addresses.Split(',', StringSplitOptions.TrimEntries) : null,
            LogApiCalls = map.Flag("enableApiLogging"),
            EnableHealth = map.Flag("enableAppHealthCheck"),
            HealthPath = map.Text("appHealthCheckPath"),
            HealthInterval = Seconds(map.Number("appHealthProbeInterval", 1), 1_000),
            HealthTimeout = Seconds(map.Number("appHealthProbeTimeout", 1), 1),
            HealthThreshold = map.Number("appHealthThreshold", 1),
            Environment = environment,
        };
        map.Accept("appDirPath");
        map.Close();
        return keys;
    }

    private static TimeSpan? Seconds(int? count, int milliseconds) => count is { } value ? TimeSpan.FromMilliseconds((double)value * milliseconds) : null;

    private static int? Positive(int? port) => port > 0 ? port : null;

    internal static AppProtocol? Protocol(string text) => text switch
    {
        "http" => AppProtocol.Http,
        "h2c" => AppProtocol.H2c,
        "grpc" => AppProtocol.Grpc,
        _ => null,
    };

    private static string Home(string path) => path.StartsWith("~/", StringComparison.Ordinal)
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path[2..])
        : path;

    private sealed record Keys
    {
        public string? AppId { get; init; }

        public int? AppPort { get; init; }

        public AppProtocol? AppProtocol { get; init; }

        public string? AppChannelAddress { get; init; }

        public int? HttpPort { get; init; }

        public int? GrpcPort { get; init; }

        public int? MetricsPort { get; init; }

        public IReadOnlyList<string>? ResourcesPaths { get; init; }

        public IReadOnlyList<string>? ConfigFiles { get; init; }

        public long? MaxBodyBytes { get; init; }

        public int? AppMaxConcurrency { get; init; }

        public IReadOnlyList<string>? ListenAddresses { get; init; }

        public bool? LogApiCalls { get; init; }

        public bool? EnableHealth { get; init; }

        public string? HealthPath { get; init; }

        public TimeSpan? HealthInterval { get; init; }

        public TimeSpan? HealthTimeout { get; init; }

        public int? HealthThreshold { get; init; }

        public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    }
}

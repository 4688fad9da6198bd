using System.Globalization;
using System.Net;
using Personalization.Sidecar.Components;
using StackExchange.Redis;

namespace Personalization.Sidecar.Redis;

/// <summary>How to reach a Redis server: the connection fields that every Redis component has, named as in daprd.</summary>
internal sealed record RedisSettings
{
    private const string HostField = "redisHost";
    private const string PortField = "redisPort";
    private const string PasswordField = "redisPassword";
    private const string UsernameField = "redisUsername";
    private const string DatabaseField = "redisDB";
    private const string TypeField = "redisType";
    private const string FailoverField = "failover";
    private const string TlsField = "enableTLS";
    private const string SkipVerifyField = "insecureSkipTLSVerify";
    private const string DialTimeoutField = "dialTimeout";
    private const string ReadTimeoutField = "readTimeout";
    private const string WriteTimeoutField = "writeTimeout";
    private const string MaxRetriesField = "redisMaxRetries";
    private const string SingleNode = "node";
    private const int DefaultPort = 6379;
    private const int MaxPort = 65_535;
    private const int MaxDatabase = 100_000;
    private const int DefaultMaxRetries = 3;
    private const int MostRetries = 100;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan DefaultDialTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultReadTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The fields of a connection. Those about daprd's pool of connections are accepted and have no effect: this sidecar shares one.</summary>
    public static IReadOnlyCollection<string> Fields { get; } =
    [
        HostField, PortField, PasswordField, UsernameField, DatabaseField, TypeField, FailoverField, TlsField, SkipVerifyField,
        DialTimeoutField, ReadTimeoutField, WriteTimeoutField, MaxRetriesField,
        "redisMinRetryInterval", "redisMaxRetryInterval", "poolSize", "poolTimeout", "maxConnAge", "minIdleConns", "idleCheckFrequency", "idleTimeout",
    ];

    public required DnsEndPoint Address { get; init; }

    public required string? Password { get; init; }

    public required int Database { get; init; }

    public required bool Tls { get; init; }

    public required TimeSpan DialTimeout { get; init; }

    /// <summary>The longest wait for an answer; also how long one blocking read of a stream lasts.</summary>
    public required TimeSpan ReadTimeout { get; init; }

    /// <summary>How often a server that did not answer in time is asked again when a component opens; commands of callers are not repeated.</summary>
    public required int MaxRetries { get; init; }

    /// <summary>Components with equal keys share one connection.</summary>
    public string ShareKey => string.Create(CultureInfo.InvariantCulture, $"redis:{Address.Host}:{Address.Port}/{Database}:{Tls}:{Password}");

    /// <exception cref="Resources.ResourceException">A value is missing, wrong, or asks for what only daprd has.</exception>
    public static RedisSettings Read(ComponentSettings settings)
    {
        Refuse(settings, UsernameField, settings.Text(UsernameField) is not null, "users of an access control list");
        Refuse(settings, FailoverField, settings.Flag(FailoverField), "Redis Sentinel");
        Refuse(settings, TypeField, settings.Text(TypeField) is { } type && type != SingleNode, "Redis Cluster");
        Refuse(settings, SkipVerifyField, settings.Flag(SkipVerifyField), "connections without a check of the certificate");
        return new RedisSettings
        {
            Address = ReadAddress(settings),
            Password = settings.Text(PasswordField),
            Database = settings.Number(DatabaseField, 0, 0, MaxDatabase),
            Tls = settings.Flag(TlsField),
            DialTimeout = Positive(settings, DialTimeoutField, DefaultDialTimeout),
            ReadTimeout = Positive(settings, ReadTimeoutField, DefaultReadTimeout),
            MaxRetries = Math.Max(0, settings.Number(MaxRetriesField, DefaultMaxRetries, -1, MostRetries)),
        };
    }

    public ConfigurationOptions ToOptions()
    {
        return new ConfigurationOptions
        {
            EndPoints = { Address },
            Password = Password,
            DefaultDatabase = Database,
            Ssl = Tls,
            AbortOnConnectFail = false,
            ConnectTimeout = (int)DialTimeout.TotalMilliseconds,
            SyncTimeout = (int)ReadTimeout.TotalMilliseconds,
            ClientName = "personalization-sidecar",
        };
    }

    private static DnsEndPoint ReadAddress(ComponentSettings settings)
    {
        var text = settings.Required(HostField);
        if (text.Contains(','))
        {
            throw settings.Bad(HostField, "names several servers; this sidecar connects to one. Run the app under real daprd for a cluster");
        }

        var colon = text.LastIndexOf(':');
        if (colon < 0)
        {
            return new DnsEndPoint(text, settings.Number(PortField, DefaultPort, 1, MaxPort));
        }

        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= MaxPort && colon > 0
            ? new DnsEndPoint(text[..colon], port)
            : throw settings.Bad(HostField, $"'{text}' is not of the form host:port");
    }

    private static void Refuse(ComponentSettings settings, string field, bool wanted, string what)
    {
        if (wanted)
        {
            throw settings.Bad(field, $"asks for {what}, which this development sidecar does not have; run the app under real daprd for it");
        }
    }

    private static TimeSpan Positive(ComponentSettings settings, string field, TimeSpan otherwise)
    {
        var value = settings.Duration(field, otherwise, Millisecond);
        return value > TimeSpan.Zero ? value : throw settings.Bad(field, "must be longer than zero");
    }
}

namespace Personalization.Local.Definition;

/// <summary>One service of tye.yaml. <see cref="Name"/> is its Dapr app-id.</summary>
internal sealed record ServiceDefinition
{
    /// <summary>What every HTTP server speaks: HTTP/1.1.</summary>
    public const string Http = "http";

    /// <summary>HTTP/2 in clear text, by prior knowledge: many calls on few connections.</summary>
    public const string H2c = "h2c";

    public required string Name { get; init; }

    /// <summary>How the sidecar speaks to the service on its app port: <see cref="Http"/> or <see cref="H2c"/>.</summary>
    public required string AppProtocol { get; init; }

    /// <summary>Full path of the project file.</summary>
    public required string Project { get; init; }

    public required int Replicas { get; init; }

    /// <summary>True for the one service that also listens on the public port.</summary>
    public required bool IsPublic { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}

namespace Personalization.Local.Definition;

/// <summary>One service of tye.yaml. <see cref="Name"/> is its Dapr app-id.</summary>
internal sealed record ServiceDefinition
{
    public required string Name { get; init; }

    /// <summary>Full path of the project file.</summary>
    public required string Project { get; init; }

    public required int Replicas { get; init; }

    /// <summary>True for the one service that also listens on the public port.</summary>
    public required bool IsPublic { get; init; }

    public required IReadOnlyDictionary<string, string> Environment { get; init; }
}

namespace Personalization.Local.CommandLine;

/// <summary>What the command line asked for; defaults filled in.</summary>
internal sealed record LocalOptions
{
    /// <summary>The folder of Personalization.sln; relative paths of the definition start at the definition file.</summary>
    public required string Root { get; init; }

    /// <summary>The service definition, `tye.yaml`.</summary>
    public required string DefinitionFile { get; init; }

    /// <summary>Environment: the folder under `components/` that decides what is behind each component name.</summary>
    public required string Components { get; init; }

    /// <summary>Where everything that lives longer than a run is kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>The services to start; empty means all.</summary>
    public required IReadOnlyList<string> Services { get; init; }

    /// <summary>How many processes of a service to start, where that is not what the definition says.</summary>
    public required IReadOnlyDictionary<string, int> Replicas { get; init; }

    /// <summary>The port of the public listener; 0 picks a free one.</summary>
    public required int PublicPort { get; init; }

    /// <summary>A run template of Dapr with apps that get a sidecar too and are started by somebody else; null: there are none.</summary>
    public string? Beside { get; init; }

    public required bool LoadDemo { get; init; }

    public required bool Reset { get; init; }

    public required bool Build { get; init; }

    public required bool Verbose { get; init; }

    /// <summary>Build configuration of the sidecar and the services.</summary>
    public required string Configuration { get; init; }

    /// <summary>Log level of the services, or null for their own default.</summary>
    public required string? LogLevel { get; init; }

    /// <summary>How long the system may take from start of its processes to ready.</summary>
    public required TimeSpan StartTimeout { get; init; }
}

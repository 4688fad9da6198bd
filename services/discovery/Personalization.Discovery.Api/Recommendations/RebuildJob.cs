namespace Personalization.Discovery.Api.Recommendations;

/// <summary>The job that learns a store's models anew. A job that is not finished is taken up again by whoever has the lease, and goes on from the trees saved last when the log still has what it learned from.</summary>
internal sealed record RebuildJob
{
    public const string Waiting = "waiting", Running = "running", Done = "done", Failed = "failed";

    public required string Id { get; init; }

    /// <summary>One of the constants.</summary>
    public required string State { get; init; }

    /// <summary>0..1.</summary>
    public double Progress { get; init; }

    /// <summary>How often it was taken up.</summary>
    public int Attempts { get; init; }

    public DateTimeOffset AskedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The version it made.</summary>
    public string? Version { get; init; }

    public string? Error { get; init; }

    /// <summary>First page of the log it reads; null: not begun.</summary>
    public int? LogFirst { get; init; }

    /// <summary>Where the log ended when it began: what it learns from.</summary>
    public LogPlace LogEnd { get; init; }

    /// <summary>Trees saved on the way, and the parts they are stored in.</summary>
    public int SavedTrees { get; init; }

    /// <inheritdoc cref="SavedTrees"/>
    public int SavedParts { get; init; }

    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => State is Waiting or Running;
}

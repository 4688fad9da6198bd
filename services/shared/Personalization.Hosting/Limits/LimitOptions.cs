namespace Personalization.Hosting.Limits;

/// <summary>How often a client may call an endpoint (R7.7). Section `Limits`.</summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Null: on where tokens are asked for, off in open mode.</summary>
    public bool? Enabled { get; set; }

    /// <summary>Of one client on one endpoint, unless <see cref="Endpoints"/> says otherwise.</summary>
    public int RequestsPerMinute { get; set; } = 1_000;

    /// <summary>By endpoint as the OpenAPI document names it, such as `POST /api/search/personalized`.</summary>
    public Dictionary<string, int> Endpoints { get; set; } = [];

    /// <summary>Pairs of client and endpoint that are counted apart. Beyond it newcomers share counters, so that memory stays bounded.</summary>
    public int MostCounted { get; set; } = 100_000;
}

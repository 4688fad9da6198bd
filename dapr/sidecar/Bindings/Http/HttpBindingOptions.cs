using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Bindings.Http;

/// <summary>What a <c>bindings.http</c> component says.</summary>
internal sealed record HttpBindingOptions
{
    /// <summary>daprd's default of <see cref="MaxResponseBytes"/>.</summary>
    public const long DefaultMaxResponseBytes = 100L << 20;

    /// <summary>Called as it is, or with the request's <c>path</c> appended.</summary>
    public required string Url { get; init; }

    /// <summary>An answer outside 200-299 is a failure, unless the request says otherwise.</summary>
    public bool ErrorIfNot2XX { get; init; } = true;

    /// <summary>Null: no limit.</summary>
    public TimeSpan? ResponseTimeout { get; init; }

    /// <summary>What of an answer is read; 0 or less: all.</summary>
    public long MaxResponseBytes { get; init; } = DefaultMaxResponseBytes;

    /// <summary>A secret sent with every call, in the header below.</summary>
    public string? SecurityToken { get; init; }

    public string? SecurityTokenHeader { get; init; }

    /// <summary>Null: the machine's own trust, and no certificate of ours.</summary>
    public ClientTls? Tls { get; init; }
}

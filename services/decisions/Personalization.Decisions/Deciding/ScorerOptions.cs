namespace Personalization.Decisions.Deciding;

/// <summary>A model server that estimates the rewards of a slot's items (R5.4), in the shape of TensorFlow Serving's REST predict API.</summary>
public sealed record ScorerOptions
{
    /// <summary>Where the server listens, such as `http://models:8501`.</summary>
    public required string Url { get; init; }

    /// <summary>The model: asked at `{Url}/v1/models/{Model}:predict`.</summary>
    public required string Model { get; init; }

    /// <summary>A version of it; null: the server's choice.</summary>
    public long? Version { get; init; }

    /// <summary>`signature_name`; null: the server's default.</summary>
    public string? Signature { get; init; }

    /// <summary>For all slots of a call together. Above it, the slot's own model decides. Storefronts wait 50 ms for all of a call.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>What <see cref="Timeout"/> is where it is left out.</summary>
    public static readonly TimeSpan UsualTimeout = TimeSpan.FromMilliseconds(20);
}

namespace Personalization.Sidecar.Jobs;

/// <summary>What a job carries: a protobuf <c>Any</c>.</summary>
/// <param name="TypeUrl">The message's type; <see cref="JsonType"/> for JSON.</param>
/// <param name="Bytes">The message; of <see cref="JsonType"/> the JSON text.</param>
internal sealed record JobData(string TypeUrl, byte[] Bytes)
{
    /// <summary>The type of what was scheduled over HTTP.</summary>
    public const string JsonType = "type.googleapis.com/google.protobuf.Value";
}

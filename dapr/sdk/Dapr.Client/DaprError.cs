namespace Dapr;

/// <summary>The body of a failure answered by the sidecar.</summary>
public class DaprError
{
    /// <summary>The error code, such as <c>ERR_STATE_SAVE</c>.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>What went wrong, in words.</summary>
    public string? Message { get; set; }
}

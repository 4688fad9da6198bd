using System.Diagnostics;

namespace Personalization.Sidecar.PubSub;

/// <summary>W3C trace context of events whose publisher sent none.</summary>
internal static class TraceContext
{
    /// <summary>A new, unsampled root.</summary>
    public static string New() => $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-00";
}

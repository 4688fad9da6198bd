using System.Globalization;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Grpc;

/// <summary>The trace a gRPC call belongs to: <c>traceparent</c>, or the binary <c>grpc-trace-bin</c> of older clients.</summary>
internal static class CallTrace
{
    private const string BinaryName = "grpc-trace-bin";
    private static readonly object OwnKey = new();

    // Version 0; then field 0: trace id, field 1: span id, field 2: flags.
    private const int BinaryLength = 29;
    private const int TraceField = 1;
    private const int SpanField = 18;
    private const int FlagsField = 27;

    /// <returns>A W3C <c>traceparent</c> as the caller sent it, valid or not; null: it sent none.</returns>
    public static string? Parent(GrpcServerCall call) =>
        call.Metadata("traceparent") ?? (call.Metadata(BinaryName) is { } binary ? FromBinary(binary) : null);

    /// <summary>The context of the sidecar's own step: goes on with the caller's trace, or begins one. It is the same for the whole call.</summary>
    public static string Own(GrpcServerCall call, AppRuntime app)
    {
        if (call.Http.Items.TryGetValue(OwnKey, out var known))
        {
            return (string)known!;
        }

        var own = TraceParent.Continue(Parent(call), app.Resources.Configuration.SamplingRate);
        call.Http.Items[OwnKey] = own;
        return own;
    }

    private static string? FromBinary(string base64)
    {
        var padded = base64.PadRight((base64.Length + 3) / 4 * 4, '=');
        Span<byte> bytes = stackalloc byte[BinaryLength + 4];
        if (padded.Length > bytes.Length / 3 * 4 + 4
            || !Convert.TryFromBase64String(padded, bytes, out var length)
            || length != BinaryLength
            || bytes[0] != 0 || bytes[TraceField] != 0 || bytes[SpanField] != 1 || bytes[FlagsField] != 2)
        {
            return null;
        }

        var trace = Convert.ToHexStringLower(bytes[(TraceField + 1)..SpanField]);
        var span = Convert.ToHexStringLower(bytes[(SpanField + 1)..FlagsField]);
        return string.Create(CultureInfo.InvariantCulture, $"00-{trace}-{span}-{bytes[FlagsField + 1]:x2}");
    }
}

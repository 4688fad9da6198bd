using Google.Protobuf;
using Personalization.Grpc;
using Personalization.Grpc.Messages;
using Personalization.Grpc.Server;
using Personalization.Sidecar.Api;
using Personalization.Sidecar.Bindings;

namespace Personalization.Sidecar.Grpc;

/// <summary>Output bindings over gRPC. Data are bytes both ways.</summary>
internal sealed class BindingMethods(BindingsApi bindings)
{
    private const string MetadataPrefix = "metadata.";
    private static readonly string[] Trace = ["traceparent", "tracestate", "baggage"];

    public void Map(GrpcServer server) => server.MapUnary(DaprMethods.InvokeBinding, InvokeAsync);

    private async Task<InvokeBindingResponse> InvokeAsync(InvokeBindingRequest request, GrpcServerCall call)
    {
        var metadata = new Dictionary<string, string>(request.Metadata, StringComparer.Ordinal);
        foreach (var name in Trace)
        {
            if (call.Metadata(name) is { } value)
            {
                metadata[name] = value;
            }
        }

        BindingAnswer? answer;
        try
        {
            answer = await bindings.InvokeAsync(request.Name, new BindingRequest(request.Operation, request.Data.Memory, metadata), call.CancellationToken);
        }
        catch (DaprApiException e) when (e.InnerException is BindingFailedException failed)
        {
            AddMetadata(call, failed.Answer);
            throw;
        }

        if (answer is null)
        {
            return new InvokeBindingResponse();
        }

        AddMetadata(call, answer);
        return new InvokeBindingResponse { Data = UnsafeByteOperations.UnsafeWrap(answer.Data), Metadata = { answer.Metadata.ToDictionary() } };
    }

    /// <summary>As in daprd, also as headers: a failed call has no message that could carry them.</summary>
    private static void AddMetadata(GrpcServerCall call, BindingAnswer answer)
    {
        foreach (var (name, value) in answer.Metadata)
        {
            if (name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && value.All(c => c is >= ' ' and <= '~'))
            {
                call.Http.Response.Headers[(MetadataPrefix + name).ToLowerInvariant()] = value;
            }
        }
    }
}

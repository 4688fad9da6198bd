using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Personalization.Discovery.Api.Catalogue;

/// <summary>Bodies of the calls that pages wait for: read as a whole into rented memory, and answered with their length, so that nobody on the way has to send them in chunks.</summary>
internal static class CallBytes
{
    private const int Least = 8_192;

    /// <exception cref="BadHttpRequestException">The body is no JSON of that type.</exception>
    public static async Task<T> ReadAsync<T>(HttpRequest request, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        var bytes = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(request.ContentLength ?? Least, Least, 1 << 20));
        try
        {
            var length = 0;
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                var part = (int)read.Buffer.Length;
                if (length + part > bytes.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(Math.Max(length + part, bytes.Length * 2));
                    bytes.AsSpan(0, length).CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(bytes);
                    bytes = larger;
                }

                read.Buffer.CopyTo(bytes.AsSpan(length));
                length += part;
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return JsonSerializer.Deserialize(bytes.AsSpan(0, length), type) ?? throw new BadHttpRequestException("The body is null.");
                }
            }
        }
        catch (JsonException fault)
        {
            throw new BadHttpRequestException(fault.Message, fault);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    public static async Task AnswerAsync(HttpResponse response, ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        await response.BodyWriter.WriteAsync(json, cancellationToken);
    }
}

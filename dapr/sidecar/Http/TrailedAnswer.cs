using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Net.Http.Headers;
using Personalization.Sidecar.Invocation;

namespace Personalization.Sidecar.Http;

/// <summary>
/// An answer of unknown length on its way to a caller over HTTP/1.1 that says it takes trailers. Kestrel sends none over HTTP/1.1, so the chunks
/// are written here, and behind the last one what the app said at its end.
/// </summary>
internal static class TrailedAnswer
{
    private const string Accepted = "trailers";
    private const int PartBytes = 16 * 1024;

    /// <summary>Whether the caller is to get trailers, if there are any.</summary>
    public static bool IsWanted(HttpContext http, HttpResponseMessage response) =>
        response.Content.Headers.ContentLength is null
        && HttpProtocol.IsHttp11(http.Request.Protocol)
        && TakesTrailers(http.Request.Headers.TE.ToString());

    public static bool TakesTrailers(string te) =>
        te.Length > 0 && te.Split(',').Any(coding => coding.AsSpan().Trim().Equals(Accepted, StringComparison.OrdinalIgnoreCase));

    public static async Task CopyAsync(HttpResponseMessage response, HttpContext http)
    {
        http.Response.Headers.TransferEncoding = "chunked";
        if (response.Headers.NonValidated.TryGetValues(HeaderNames.Trailer, out var names))
        {
            http.Response.Headers[HeaderNames.Trailer] = names.ToString();
        }

        var writer = http.Response.BodyWriter;
        await using var body = await response.Content.ReadAsStreamAsync(http.RequestAborted);
        var part = ArrayPool<byte>.Shared.Rent(PartBytes);
        try
        {
            while (await body.ReadAsync(part, http.RequestAborted) is > 0 and var count)
            {
                Write(writer, string.Create(CultureInfo.InvariantCulture, $"{count:x}\r\n"));
                writer.Write(part.AsSpan(0, count));
                Write(writer, "\r\n");
                await writer.FlushAsync(http.RequestAborted);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(part);
        }

        Write(writer, "0\r\n");
        foreach (var (name, values) in response.TrailingHeaders.NonValidated)
        {
            if (InvocationHeaders.IsReturned(name))
            {
                foreach (var value in values)
                {
                    Write(writer, $"{name}: {value}\r\n");
                }
            }
        }

        Write(writer, "\r\n");
        await writer.FlushAsync(http.RequestAborted);
    }

    private static void Write(IBufferWriter<byte> writer, string text) => Encoding.UTF8.GetBytes(text, writer);
}

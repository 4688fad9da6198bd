using System.Buffers.Text;

namespace Personalization.Load.Client;

/// <summary>Finds the end of an HTTP/1.1 answer in the bytes of a connection on which one call at a time is made.</summary>
public static class AnswerReader
{
    private const int StatusStart = 9;
    private const int StatusLength = 3;
    private const int NoContent = 204;
    private const int NotModified = 304;

    /// <summary>Whether the bytes hold a whole answer.</summary>
    /// <param name="bytes">Everything received since the request.</param>
    /// <param name="status">Of a whole answer.</param>
    /// <exception cref="InvalidDataException">Not HTTP/1.1, or of no stated length.</exception>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out int status)
    {
        status = 0;
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return false;
        }

        if (!bytes.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(bytes.Slice(StatusStart, StatusLength), out status, out _))
        {
            throw new InvalidDataException("The answer is not HTTP/1.1.");
        }

        var head = bytes[..(end + 2)];
        var body = bytes[(end + 4)..];
        if (status is NoContent or NotModified)
        {
            return true;
        }

        if (Find(head, "content-length"u8) is { Length: > 0 } length)
        {
            return Utf8Parser.TryParse(length, out int count, out _) && body.Length >= count;
        }

        return Find(head, "transfer-encoding"u8).SequenceEqual("chunked"u8)
            ? IsWhole(body)
            : throw new InvalidDataException("The answer says neither its length nor that it is chunked.");
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> name)
    {
        while (head.IndexOf((byte)'\n') is >= 0 and var line)
        {
            head = head[(line + 1)..];
            if (head.Length > name.Length && head[name.Length] == (byte)':' && System.Text.Ascii.EqualsIgnoreCase(head[..name.Length], name))
            {
                var value = head[(name.Length + 1)..];
                return value[..value.IndexOf((byte)'\r')].Trim((byte)' ');
            }
        }

        return default;
    }

    private static bool IsWhole(ReadOnlySpan<byte> chunks)
    {
        while (chunks.IndexOf("\r\n"u8) is >= 0 and var line && Utf8Parser.TryParse(chunks[..line], out int size, out _, 'x'))
        {
            var next = line + 2 + size + 2;
            if (chunks.Length < next)
            {
                return false;
            }

            if (size == 0)
            {
                return true;
            }

            chunks = chunks[next..];
        }

        return false;
    }
}

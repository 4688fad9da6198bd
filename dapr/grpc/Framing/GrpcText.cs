using System.Globalization;
using System.Text;

namespace Personalization.Grpc.Framing;

/// <summary>The text of <c>grpc-message</c>: UTF-8, all but printable ASCII percent-encoded.</summary>
internal static class GrpcText
{
    /// <summary>A header block has a limit of its own on the client's side; a longer message is cut.</summary>
    private const int MaxBytes = 4096;

    public static string Encode(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        var length = Math.Min(bytes.Length, MaxBytes);
        while (length < bytes.Length && length > 0 && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        var text = new StringBuilder(length);
        foreach (var one in bytes.AsSpan(0, length))
        {
            if (one is >= 0x20 and <= 0x7E and not (byte)'%')
            {
                text.Append((char)one);
            }
            else
            {
                text.Append('%').Append(one.ToString("X2", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    /// <summary>What is not encoded correctly is kept as it stands.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var one))
            {
                bytes.Add(one);
                i += 2;
            }
            else
            {
                bytes.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }
}

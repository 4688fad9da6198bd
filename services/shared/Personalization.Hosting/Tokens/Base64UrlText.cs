using System.Buffers;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Personalization.Hosting.Tokens;

/// <summary>base64url as RFC 7515 has it: no padding, no white space, and one way only to write a value.</summary>
internal static class Base64UrlText
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = null;
        if (text.Length % 4 == 1 || text.ContainsAnyExcept(Alphabet))
        {
            return false;
        }

        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromChars(text, decoded, out _, out var length) != OperationStatus.Done
            || !text.SequenceEqual(Base64Url.EncodeToString(decoded.AsSpan(0, length))))
        {
            return false;
        }

        bytes = decoded[..length];
        return true;
    }
}

using System.Buffers.Text;
using System.Text;

namespace Personalization.Abstractions.Identity;

/// <summary>Any id as text that state keys, actor ids and paths take: base64url of its UTF-8 bytes, without padding.</summary>
public static class KeyText
{
    public static string Encode(string id) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(id));

    /// <exception cref="FormatException">The text is not base64url.</exception>
    public static string Decode(string text) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
}

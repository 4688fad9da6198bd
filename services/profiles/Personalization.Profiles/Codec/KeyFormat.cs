namespace Personalization.Profiles.Codec;

/// <summary>
/// The format of a key that has had more than one. The first began with the number of its entries, which was never as large as the mark that
/// the later ones begin with.
/// </summary>
internal static class KeyFormat
{
    public const ulong Second = 0x10_0002;

    /// <summary>True for the first format.</summary>
    /// <param name="reader">At the start of the key; behind the number of entries afterwards.</param>
    /// <param name="count">Number of entries.</param>
    /// <exception cref="FormatException">Written by a newer release.</exception>
    public static bool IsFirst(ref ByteReader reader, out int count)
    {
        var first = reader.Unsigned();
        if (first < 0x10_0000)
        {
            count = (int)first;
            return true;
        }

        count = first == Second ? reader.Count() : throw new FormatException($"A key of format {first:x} was written by a newer release.");
        return false;
    }
}

using System.Globalization;

namespace Personalization.Sidecar.Cli;

/// <summary>Sizes as Kubernetes writes them: <c>4Mi</c>, <c>500k</c>; a bare number counts mebibytes, as in old versions of Dapr's flag.</summary>
internal static class ByteSize
{
    /// <returns>Bytes, or null when the text is no size.</returns>
    public static long? Parse(string text)
    {
        var digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var number = digits < 0 ? text : text[..digits];
        long? unit = (digits < 0 ? "" : text[digits..]) switch
        {
            "" or "Mi" => 1L << 20,
            "Ki" => 1L << 10,
            "Gi" => 1L << 30,
            "k" => 1_000,
            "M" => 1_000_000,
            "G" => 1_000_000_000,
            _ => null,
        };
        return unit is not null && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count * unit : null;
    }
}

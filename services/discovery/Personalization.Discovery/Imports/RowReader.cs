using System.Text;

namespace Personalization.Discovery.Imports;

/// <summary>Reads the rows of a body of any length, one at a time. What cannot be read is a row with a fault; reading goes on behind it.</summary>
public static class RowReader
{
    /// <summary>
    /// What stands where bytes were no text. Never U+FFFD, which honest files contain: this is a noncharacter, which no text for
    /// interchange does (Unicode 23.7).
    /// </summary>
    public const char NoText = '\uFDD0';

    private static readonly Encoding Utf8 = Encoding.GetEncoding(
        Encoding.UTF8.CodePage, EncoderFallback.ExceptionFallback, new DecoderReplacementFallback(NoText.ToString()));

    /// <param name="body">UTF-8 (with or without mark) or UTF-16 with mark.</param>
    /// <param name="format">Its shape.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static IAsyncEnumerable<RawRow> ReadAsync(Stream body, ImportFormat format, CancellationToken cancellationToken) => format switch
    {
        ImportFormat.Csv => DelimitedReader.ReadAsync(Text(body), null, cancellationToken),
        ImportFormat.Tsv => DelimitedReader.ReadAsync(Text(body), '\t', cancellationToken),
        ImportFormat.JsonLines => JsonRowReader.ReadLinesAsync(Text(body), cancellationToken),
        _ => JsonRowReader.ReadArrayAsync(Text(body), cancellationToken),
    };

    private static StreamReader Text(Stream body) => new(body, Utf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
}

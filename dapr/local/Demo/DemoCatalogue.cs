using System.IO.Compression;

namespace Personalization.Local.Demo;

/// <summary>The demo catalogue in two deliveries.</summary>
internal static class DemoCatalogue
{
    private const int LastProducts = 25;

    /// <returns>All but the last products, and those; newline-delimited JSON, gzip.</returns>
    public static async Task<(byte[] First, byte[] Last)> ReadAsync(string file, CancellationToken cancellation)
    {
        List<string> lines = [];
        using (var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)))
        {
            while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                lines.Add(line);
            }
        }

        var split = Math.Max(0, lines.Count - LastProducts);
        return (Compress(lines.Take(split)), Compress(lines.Skip(split)));
    }

    private static byte[] Compress(IEnumerable<string> lines)
    {
        using var buffer = new MemoryStream();
        using (var writer = new StreamWriter(new GZipStream(buffer, CompressionLevel.Fastest)))
        {
            foreach (var line in lines)
            {
                writer.Write(line);
                writer.Write('\n');
            }
        }

        return buffer.ToArray();
    }
}

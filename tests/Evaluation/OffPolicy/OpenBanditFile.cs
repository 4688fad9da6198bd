using System.IO.Compression;
using Personalization.Decisions.Imports;

namespace Personalization.Evaluation.OffPolicy;

/// <summary>One file of the Open Bandit Dataset, imported as the product does.</summary>
internal static class OpenBanditFile
{
    public static string Name(string policy, string campaign) => $"open_bandit/{policy}_{campaign}.csv.gz";

    /// <exception cref="InvalidDataException">A line could not be read.</exception>
    public static ForeignLog Read(string data, string policy, string campaign)
    {
        using var stream = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(data, Name(policy, campaign))), CompressionMode.Decompress));
        var log = OpenBanditLog.Read(Lines(stream));
        return log.Faults.Count == 0 ? log : throw new InvalidDataException($"{Name(policy, campaign)}, line {log.Faults[0].Line}: {log.Faults[0].Field} {log.Faults[0].Why}");
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}

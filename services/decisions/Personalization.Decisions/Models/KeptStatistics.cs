using System.Runtime.InteropServices;

namespace Personalization.Decisions.Models;

/// <summary>Statistics as they are kept: numbers as the bytes they are, so that none is rounded on the way.</summary>
public sealed record KeptStatistics
{
    public required int Dimensions { get; init; }

    public required long Epoch { get; init; }

    public required long Count { get; init; }

    /// <summary>
    /// Weight, rewards, squares, the gram matrix and the moments, little-endian doubles one after the other; of more than <see cref="ModelOptions.MostFull"/> dimensions the precisions
    /// and the means.
    /// </summary>
    public required byte[] Numbers { get; init; }

    public static KeptStatistics From(LinearStatistics statistics)
    {
        double[] numbers = [statistics.Weight, statistics.Rewards, statistics.Squares, .. statistics.Gram, .. statistics.Moments];
        return new KeptStatistics
        {
            Dimensions = statistics.Dimensions,
            Epoch = statistics.Epoch,
            Count = statistics.Count,
            Numbers = MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray(),
        };
    }

    public LinearStatistics ToStatistics()
    {
        var numbers = MemoryMarshal.Cast<byte, double>(Numbers);
        var gram = Dimensions * (Dimensions + 1) / 2;
        return new LinearStatistics(Dimensions, Epoch, Count, numbers[0], numbers[1], numbers[2], numbers.Slice(3, gram).ToArray(), numbers.Slice(3 + gram, Dimensions).ToArray());
    }
}

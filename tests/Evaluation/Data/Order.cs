namespace Personalization.Evaluation.Data;

/// <summary>What one shopper bought at one time, that of its first line.</summary>
/// <param name="Owner">The shopper.</param>
/// <param name="Id">The source's.</param>
/// <param name="Stamp">As in the source; orders of one time are in the order of their ids.</param>
/// <param name="Quantities">By product, in the order of the lines.</param>
internal sealed record Order(string Owner, string Id, string Stamp, OrderedDictionary<string, int> Quantities)
{
    public long At { get; } = Milliseconds(Stamp);

    /// <summary>A time of a source, which names no zone.</summary>
    public static long Milliseconds(string stamp) =>
        new DateTimeOffset(DateTime.Parse(stamp, System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static int Compare(Order left, Order right)
    {
        var byTime = string.CompareOrdinal(left.Stamp, right.Stamp);
        return byTime != 0 ? byTime : string.CompareOrdinal(left.Id, right.Id);
    }
}

using Personalization.Discovery.Baskets;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>Lines as they come, put together to the orders they are of. An order is complete once no line of it has come for some seconds.</summary>
internal sealed class OrderAssembly
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(3);

    private readonly Dictionary<(long Shopper, long Order), (List<LogLine> Lines, DateTimeOffset LastCame)> _open = [];

    public void Add(LogLine line, DateTimeOffset now)
    {
        var lines = _open.TryGetValue((line.S, line.O), out var known) ? known.Lines : [];
        lines.Add(line);
        _open[(line.S, line.O)] = (lines, now);
    }

    /// <summary>Takes out the complete orders, in order of time.</summary>
    /// <param name="now">When.</param>
    /// <param name="all">Those still growing too.</param>
    public List<PastPurchase> TakeComplete(DateTimeOffset now, bool all)
    {
        List<PastPurchase> complete = [];
        foreach (var (key, (lines, lastCame)) in _open)
        {
            if (all || now - lastCame >= Quiet)
            {
                complete.Add(Order(key.Shopper, lines));
                _open.Remove(key);
            }
        }

        complete.Sort(static (left, right) => left.At != right.At ? left.At.CompareTo(right.At) : left.Shopper.CompareTo(right.Shopper));
        return complete;
    }

    /// <summary>All orders of a log, in order of time.</summary>
    public static List<PastPurchase> Of(IEnumerable<LogLine> lines)
    {
        var assembly = new OrderAssembly();
        foreach (var line in lines)
        {
            assembly.Add(line, default);
        }

        return assembly.TakeComplete(default, all: true);
    }

    private static PastPurchase Order(long shopper, List<LogLine> lines)
    {
        var quantities = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            quantities[line.P] = quantities.GetValueOrDefault(line.P) + line.Q;
        }

        return new PastPurchase(shopper, lines.Min(line => line.T), [.. quantities.Keys], [.. quantities.Values]);
    }
}

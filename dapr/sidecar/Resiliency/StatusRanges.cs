using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Personalization.Sidecar.Resiliency;

/// <summary>Status codes as a resiliency resource lists them: <c>429,500-599</c>.</summary>
internal sealed class StatusRanges
{
    private readonly List<(int From, int To)> _ranges = [];

    private StatusRanges()
    {
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out StatusRanges? ranges)
    {
        ranges = new StatusRanges();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var ends = part.Split('-', 2, StringSplitOptions.TrimEntries);
            if (!int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var from)
                || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var to)
                || from > to)
            {
                ranges = null;
                return false;
            }

            ranges._ranges.Add((from, to));
        }

        return true;
    }

    public bool Contains(int status)
    {
        foreach (var (from, to) in _ranges)
        {
            if (status >= from && status <= to)
            {
                return true;
            }
        }

        return false;
    }
}

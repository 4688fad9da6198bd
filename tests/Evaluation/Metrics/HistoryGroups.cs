namespace Personalization.Evaluation.Metrics;

/// <summary>How much was known of a shopper before a case: the number of earlier events, by the smallest of each group.</summary>
public static class HistoryGroups
{
    public static IReadOnlyList<string> Names { get; } = ["0", "1", "2", "5", "10+"];

    /// <summary>Place in <see cref="Names"/>: 0, 1, 2 to 4, 5 to 9, 10 and more.</summary>
    public static int Of(int earlierEvents) => earlierEvents switch
    {
        <= 1 => Math.Max(earlierEvents, 0),
        < 5 => 2,
        < 10 => 3,
        _ => 4,
    };
}

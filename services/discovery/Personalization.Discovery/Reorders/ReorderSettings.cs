namespace Personalization.Discovery.Reorders;

/// <summary>How far a shopper's own gaps are trusted.</summary>
/// <param name="Prior">Gaps that what is known of item, category and shopper counts for beside the own ones.</param>
/// <param name="Lateness">Weight of the own gaps that count later ones more, 0..1; the rest counts all alike.</param>
/// <param name="Factor">What the middle of the gaps is multiplied by: below 1 reminds earlier, which more often is within days.</param>
public sealed record ReorderSettings(double Prior, double Lateness, double Factor)
{
    public static ReorderSettings Default { get; } = new(4, 0, .9);

    /// <summary>Those tried while a store's gaps are met.</summary>
    public static IReadOnlyList<ReorderSettings> Grid { get; } =
    [
        .. from prior in (double[])[1, 2, 4, 8, 16, 32]
           from lateness in (double[])[0, .5, 1]
           from factor in (double[])[.6, .7, .8, .9, 1]
           select new ReorderSettings(prior, lateness, factor),
    ];
}

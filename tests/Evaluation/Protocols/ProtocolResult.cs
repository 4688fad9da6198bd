namespace Personalization.Evaluation.Protocols;

/// <param name="Cases">How many questions were asked.</param>
/// <param name="Metrics">Figures over all cases, in the order to show them.</param>
/// <param name="ByHistory">The same by how much was known of the shopper before, keyed as in <see cref="Metrics.HistoryGroups"/>.</param>
/// <param name="Bars">What has to hold.</param>
public sealed record ProtocolResult(
    int Cases,
    IReadOnlyList<KeyValuePair<string, double>> Metrics,
    IReadOnlyList<KeyValuePair<string, IReadOnlyList<KeyValuePair<string, double>>>> ByHistory,
    IReadOnlyList<Bar> Bars)
{
    public bool Passed => Cases > 0 && Bars.All(bar => bar.Holds);
}

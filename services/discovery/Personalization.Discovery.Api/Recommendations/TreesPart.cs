using Personalization.Discovery.Boosting;

namespace Personalization.Discovery.Api.Recommendations;

/// <summary>Some nodes of a version's trees, so that no value of the state grows with the model.</summary>
/// <param name="Features">Features of a row.</param>
/// <param name="Bias">Before the first tree.</param>
/// <param name="Roots">Of all trees, in the first part.</param>
/// <param name="Feature">By node.</param>
/// <param name="Threshold">By node.</param>
/// <param name="Left">By node.</param>
/// <param name="Value">By node.</param>
internal sealed record TreesPart(int Features, float Bias, IReadOnlyList<int> Roots, IReadOnlyList<int> Feature, IReadOnlyList<float> Threshold, IReadOnlyList<int> Left, IReadOnlyList<float> Value)
{
    /// <summary>Nodes of a part: about 60 KB.</summary>
    private const int Nodes = 2_000;

    public static IReadOnlyList<TreesPart> Of(BoostedTreesData data) =>
    [
        .. Enumerable.Range(0, (data.Feature.Count + Nodes - 1) / Nodes).Select(part => new TreesPart(
            data.Features, data.Bias, part == 0 ? data.Roots : [], Slice(data.Feature, part), Slice(data.Threshold, part), Slice(data.Left, part), Slice(data.Value, part))),
    ];

    public static BoostedTrees Join(IReadOnlyList<TreesPart> parts) => new(new BoostedTreesData(
        parts[0].Features,
        parts[0].Bias,
        parts[0].Roots,
        [.. parts.SelectMany(part => part.Feature)],
        [.. parts.SelectMany(part => part.Threshold)],
        [.. parts.SelectMany(part => part.Left)],
        [.. parts.SelectMany(part => part.Value)]));

    private static List<T> Slice<T>(IReadOnlyList<T> column, int part) => [.. column.Skip(part * Nodes).Take(Nodes)];
}

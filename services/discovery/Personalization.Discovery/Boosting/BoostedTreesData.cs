namespace Personalization.Discovery.Boosting;

/// <summary>Trees as columns of nodes: what is stored of a model.</summary>
/// <param name="Features">Features of a row.</param>
/// <param name="Bias">Log-odds before the first tree; the values of the roots are 0.</param>
/// <param name="Roots">First node of each tree.</param>
/// <param name="Feature">Which feature a node asks about; -1 a leaf.</param>
/// <param name="Threshold">Up to it goes left.</param>
/// <param name="Left">Left child; the right one is next to it.</param>
/// <param name="Value">What a leaf adds; of other nodes what they would.</param>
public sealed record BoostedTreesData(
    int Features,
    float Bias,
    IReadOnlyList<int> Roots,
    IReadOnlyList<int> Feature,
    IReadOnlyList<float> Threshold,
    IReadOnlyList<int> Left,
    IReadOnlyList<float> Value);

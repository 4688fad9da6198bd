using Personalization.Search.Index;

namespace Personalization.Evaluation.Searching;

/// <summary>The options of the index that are chosen among, the defaults first.</summary>
internal static class SearchOptionGrid
{
    public static IReadOnlyList<SearchIndexOptions> All { get; } =
    [
        SearchIndexOptions.Default,
        .. from name in (double[])[4, 7]
           from attributes in (double[])[.25, 1]
           from coverage in (double[])[.5, 1, 2]
           select SearchIndexOptions.Default with
           {
               Name = new FieldWeight(name, .5),
               Attributes = new FieldWeight(attributes, .5),
               Coverage = coverage,
           },
    ];
}

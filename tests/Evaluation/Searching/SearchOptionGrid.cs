using Personalization.Search.Index;

namespace Personalization.Evaluation.Searching;

/// <summary>The options of the index that are chosen among, the defaults first.</summary>
internal static class SearchOptionGrid
{
    public static IReadOnlyList<SearchIndexOptions> All { get; } =
    [
        SearchIndexOptions.Default,
        .. from phrase in (double[])[0, .1, .3]
           from synonyms in (double[])[0, .5]
           from compounds in (bool[])[false, true]
           from coverage in (double[])[1, 2]
           select SearchIndexOptions.Default with
           {
               Phrase = phrase,
               Synonyms = synonyms,
               Compounds = compounds,
               Coverage = coverage,
           },
    ];
}

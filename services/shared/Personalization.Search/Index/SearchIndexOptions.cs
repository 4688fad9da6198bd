namespace Personalization.Search.Index;

/// <summary>
/// How text relevance and popularity make the standard order. Discovery and the storefront's copy must use the same values, so both
/// use <see cref="Default"/>; other values are for measuring.
/// </summary>
public sealed record SearchIndexOptions
{
    public static SearchIndexOptions Default { get; } = new();

    public FieldWeight Name { get; init; } = new(5, .5);

    public FieldWeight Brand { get; init; } = new(2, 0);

    public FieldWeight Categories { get; init; } = new(2.5, .35);

    public FieldWeight Attributes { get; init; } = new(.5, .5);

    public FieldWeight Text { get; init; } = new(2, .6);

    /// <summary>BM25's k1 over the weighted sum of the fields: the smaller, the sooner a further occurrence stops counting.</summary>
    public double Saturation { get; init; } = 2.5;

    /// <summary>Power of the share of the query (by rarity of its words) that a product matches: 0 is a plain OR, higher puts complete matches first.</summary>
    public double Coverage { get; init; } = 1;

    /// <summary>
    /// Relevances within this ratio of each other are one band, inside which popularity decides: band 0 is above ratio x best, band 1 above ratio^2 x best, ...
    /// 0.5..0.99: the higher, the less popularity counts.
    /// </summary>
    public double BandRatio { get; init; } = .8;

    /// <summary>
    /// How much a name gains that has the query's words side by side and in their order, as a share of its score; words at most
    /// three apart, in any order, gain half of it. 0: where words stand does not count.
    /// </summary>
    public double Phrase { get; init; } = .1;

    /// <summary>What another word for the same thing counts beside the word itself, 0..1 (<see cref="Text.SynonymGroups"/>). 0: none is looked for.</summary>
    public double Synonyms { get; init; } = .5;

    /// <summary>What a word counts that differs from an unknown one by a slip of the keyboard, 0..1. 0: nothing is corrected.</summary>
    public double Spelling { get; init; } = .7;

    /// <summary>True: "smart watch" and "smartwatch" find each other, where the catalogue writes either.</summary>
    public bool Compounds { get; init; } = true;

    /// <summary>How many purchases all of a brand's share is worth to a product never bought: orders the new by their maker. Purchases.</summary>
    public double BrandPrior { get; init; } = .5;
}

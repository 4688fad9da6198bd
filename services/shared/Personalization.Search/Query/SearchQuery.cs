namespace Personalization.Search.Query;

/// <summary>A request for the standard order.</summary>
public sealed record SearchQuery
{
    /// <summary>Empty, or without a letter or digit: browse. Only the first <see cref="MaxTextLength"/> characters and <see cref="MaxWords"/> words count.</summary>
    public string Text { get; init; } = "";

    public SearchFilter? Filter { get; init; }

    /// <summary>How many of the best hits are wanted.</summary>
    public int Take { get; init; } = 20;

    /// <summary>Documents that are wanted with their standard rank wherever they stand, when they match.</summary>
    public IReadOnlyCollection<int> Include { get; init; } = [];

    /// <summary>True while the shopper types: the last word is the beginning of one.</summary>
    public bool LastWordIsPrefix { get; init; }

    /// <summary>Values counted of each kind, those with the most matches; 0: none.</summary>
    public int Facets { get; init; }

    public const int MaxTextLength = 1024;

    public const int MaxWords = 32;
}

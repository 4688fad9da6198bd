namespace Personalization.Search.Index;

/// <summary>The columns of the documents, by document number; numbers follow the ordinal order of the ids.</summary>
internal sealed class DocumentTable
{
    public required string[] Ids { get; init; }

    public required Dictionary<string, int> ById { get; init; }

    /// <summary>Value number of the brand, or -1.</summary>
    public required int[] Brands { get; init; }

    public required ValueLists Categories { get; init; }

    public required ValueLists Attributes { get; init; }

    /// <summary>NaN where the shop gave none.</summary>
    public required double[] Prices { get; init; }

    public required bool[] InStock { get; init; }
}

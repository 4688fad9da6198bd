namespace Personalization.Search.Index;

/// <summary>Documents in the standard order of browsing, and where each stands: a page of it costs what is on the page, however many there are.</summary>
internal sealed class StandardOrder
{
    private readonly int[] _documents;
    private readonly int[] _ranks;

    private StandardOrder(int[] documents, int[] ranks) => (_documents, _ranks) = (documents, ranks);

    /// <summary>The most popular first.</summary>
    public ReadOnlySpan<int> Documents => _documents;

    /// <param name="order">All documents in their order.</param>
    /// <param name="has">By document number, whether it is in; null all are.</param>
    public static StandardOrder Of(int[] order, bool[]? has)
    {
        var documents = has is null ? order : Array.FindAll(order, document => has[document]);
        var ranks = new int[order.Length];
        for (var place = 0; place < documents.Length; place++)
        {
            ranks[documents[place]] = place + 1;
        }

        return new StandardOrder(documents, ranks);
    }

    /// <summary>1-based; 0 of a document that is not in.</summary>
    public int RankOf(int document) => _ranks[document];
}

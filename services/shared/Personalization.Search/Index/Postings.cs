namespace Personalization.Search.Index;

/// <summary>The inverted lists of all terms, one after the other, with the saturated BM25F impact of each term in each document computed once.</summary>
internal sealed class Postings(int[] starts, int[] documents, float[] impacts, float[] rarity)
{
    /// <summary>BM25's inverse document frequency.</summary>
    public float Rarity(int term) => rarity[term];

    public int Frequency(int term) => starts[term + 1] - starts[term];

    public ReadOnlySpan<int> Documents(int term) => documents.AsSpan(starts[term], Frequency(term));

    public ReadOnlySpan<float> Impacts(int term) => impacts.AsSpan(starts[term], Frequency(term));
}

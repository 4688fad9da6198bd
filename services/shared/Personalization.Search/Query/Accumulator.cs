namespace Personalization.Search.Query;

/// <summary>Scores of one running query by document. Pooled by the index: a search allocates nothing in the size of the catalogue.</summary>
internal sealed class Accumulator(int documents, int terms)
{
    private readonly float[] _scores = new float[documents];
    private readonly float[] _covered = new float[documents];
    private readonly int[] _lastWord = new int[documents];
    private readonly float[] _wordScores = new float[documents];
    private readonly byte[] _wordsOfTerms = new byte[terms];
    private readonly int[] _touched = new int[documents];
    private int _count;

    /// <summary>The ranked matches, room for all documents.</summary>
    public RankedKey[] Keys { get; } = new RankedKey[documents];

    public ReadOnlySpan<int> Touched => _touched.AsSpan(0, _count);

    /// <summary>By term: which word of the query it stands for, numbered from 1; 0 none. Whoever sets one sets it back.</summary>
    public Span<byte> WordsOfTerms => _wordsOfTerms;

    /// <summary>Adds a match of the word (numbered from 1). Of several terms of one word (a prefix, synonyms), the best counts.</summary>
    public void Add(int document, int word, float score, float coverage)
    {
        var last = _lastWord[document];
        if (last == word)
        {
            var more = score - _wordScores[document];
            if (more > 0)
            {
                _scores[document] += more;
                _wordScores[document] = score;
            }

            return;
        }

        if (last == 0)
        {
            _touched[_count++] = document;
        }

        _lastWord[document] = word;
        _wordScores[document] = score;
        _scores[document] += score;
        _covered[document] += coverage;
    }

    public float Score(int document) => _scores[document];

    public float Covered(int document) => _covered[document];

    public void SetScore(int document, float score) => _scores[document] = score;

    public void Clear()
    {
        foreach (var document in Touched)
        {
            _scores[document] = 0;
            _covered[document] = 0;
            _lastWord[document] = 0;
        }

        _count = 0;
    }
}

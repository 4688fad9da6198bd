using System.Numerics;

namespace Personalization.Search.Text;

/// <summary>
/// Finds the known words that lie nearest to a mistyped one. Words are in buckets by their length, each with the set of its letters as bits: a word that is d slips away
/// differs in at most 2 d letters, which leaves few to compare in full. 12 bytes a word. Immutable.
/// </summary>
internal sealed class Spelling
{
    /// <summary>Shorter words are too near to too many others.</summary>
    private const int MinLength = 3;

    /// <summary>From this length on, two slips are forgiven.</summary>
    private const int TwoSlipsFrom = 6;

    private readonly IReadOnlyList<string> _words;
    private readonly int[][] _byLength;
    private readonly ulong[] _letters;

    /// <param name="words">Folded; those that are not letters alone are no corrections.</param>
    public Spelling(IReadOnlyList<string> words)
    {
        _words = words;
        _letters = new ulong[words.Count];
        var lengths = new List<int>[Tokenizer.MaxWordLength + 1];
        for (var number = 0; number < words.Count; number++)
        {
            if (words[number].Length >= MinLength && IsPlain(words[number]))
            {
                (lengths[words[number].Length] ??= []).Add(number);
                _letters[number] = Letters(words[number]);
            }
        }

        _byLength = Array.ConvertAll(lengths, of => of?.ToArray() ?? []);
    }

    /// <summary>The nearest words, by their place in the list; none when all are further than a slip, or two in a long word that begins alike.</summary>
    /// <param name="typed">Folded.</param>
    /// <param name="isBeginning">It is still being typed: words that begin with something near to it are near too, when no whole word is.</param>
    public List<int> Nearest(string typed, bool isBeginning = false)
    {
        var whole = NearestWhole(typed);
        return whole.Count > 0 || !isBeginning || typed.Length < TwoSlipsFrom - 2 || !IsPlain(typed) ? whole : NearestBeginnings(typed);
    }

    private List<int> NearestBeginnings(string typed)
    {
        List<int> nearest = [];
        var letters = Letters(typed);
        for (var length = typed.Length; length <= Tokenizer.MaxWordLength; length++)
        {
            foreach (var number in _byLength[length])
            {
                // Of what was typed one letter at most is not in the word.
                var word = _words[number];
                if (word[0] == typed[0] && BitOperations.PopCount(letters & ~_letters[number]) <= 1
                    && (EditDistance.Of(typed, word.AsSpan(0, typed.Length), 1) <= 1
                        || EditDistance.Of(typed, word.AsSpan(0, typed.Length - 1), 1) <= 1
                        || (length > typed.Length && EditDistance.Of(typed, word.AsSpan(0, typed.Length + 1), 1) <= 1)))
                {
                    nearest.Add(number);
                }
            }
        }

        return nearest;
    }

    private List<int> NearestWhole(string typed)
    {
        List<int> nearest = [];
        if (typed.Length < MinLength || !IsPlain(typed))
        {
            return nearest;
        }

        var letters = Letters(typed);
        var limit = typed.Length >= TwoSlipsFrom ? 2 : 1;
        var best = int.MaxValue;
        for (var length = Math.Max(typed.Length - limit, MinLength); length <= Math.Min(typed.Length + limit, Tokenizer.MaxWordLength); length++)
        {
            foreach (var number in _byLength[length])
            {
                if (BitOperations.PopCount(letters ^ _letters[number]) > 2 * limit)
                {
                    continue;
                }

                var word = _words[number];
                var slips = EditDistance.Of(typed, word, limit);
                var beginsAlike = word[0] == typed[0];
                if (slips > limit || (!beginsAlike && (slips > 1 || typed.Length == MinLength)))
                {
                    continue;
                }

                // The first letter is seldom the wrong one.
                var cost = (2 * slips) + (beginsAlike ? 0 : 1);
                if (cost < best)
                {
                    nearest.Clear();
                    best = cost;
                }

                if (cost == best)
                {
                    nearest.Add(number);
                }
            }
        }

        return nearest;
    }

    private static bool IsPlain(string word) => word.All(char.IsLetter);

    private static ulong Letters(string word)
    {
        var letters = 0UL;
        foreach (var letter in word)
        {
            letters |= 1UL << (letter & 63);
        }

        return letters;
    }
}

using System.Collections.Frozen;

namespace Personalization.Search.Text;

/// <summary>
/// Text to words: folded runs of letters and digits. "Kellogg's" is one word; "jus d'orange" gives `orange` and `dorange`; "500ml" gives `500` and `ml`;
/// "soymilk" also gives `soy` and `milk`. Nothing in the text is an operator.
/// </summary>
public static class Tokenizer
{
    /// <summary>Longer words are cut.</summary>
    public const int MaxWordLength = 40;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Units = Lookup(
        ["ml", "cl", "dl", "l", "g", "kg", "mg", "oz", "lb", "lbs", "ct", "pk", "cm", "mm", "in", "ft", "gb", "tb", "w", "v"]);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> MilkOf = Lookup(
        ["soy", "soya", "almond", "oat", "rice", "coconut", "cashew", "hemp", "nut", "goat"]);

    /// <summary>Receives one folded word, unstemmed; the span is only valid during the call.</summary>
    public delegate void WordAction<TState>(ReadOnlySpan<char> word, ref TState state);

    /// <summary>Hands every word of the text, in order, to <paramref name="onWord"/>.</summary>
    public static void Words<TState>(ReadOnlySpan<char> text, ref TState state, WordAction<TState> onWord)
    {
        Span<char> word = stackalloc char[MaxWordLength];
        var length = 0;
        var apostrophe = 0;
        for (var at = 0; at <= text.Length; at++)
        {
            var character = at < text.Length ? TextFolding.Fold(text[at]) : ' ';
            if (character == '\0')
            {
                continue;
            }

            if (length > 0 && at + 1 < text.Length && IsJoiner(text, at, character))
            {
                if (character is '.' or ',')
                {
                    Append(word, ref length, '.');
                }
                else
                {
                    apostrophe = length;
                }

                continue;
            }

            if (char.IsLetterOrDigit(character) || char.IsSurrogate(character))
            {
                if (TextFolding.StandsAlone(character))
                {
                    Flush(word, ref length, ref apostrophe, ref state, onWord);
                    word[0] = character;
                    length = 1;
                    Flush(word, ref length, ref apostrophe, ref state, onWord);
                    continue;
                }

                Append(word, ref length, character);
                continue;
            }

            Flush(word, ref length, ref apostrophe, ref state, onWord);
        }
    }

    /// <summary>The words of a text, in order.</summary>
    public static List<string> Words(string text)
    {
        var words = new List<string>();
        Words(text, ref words, static (word, ref list) => list.Add(word.ToString()));
        return words;
    }

    /// <summary>The text as its words, one space between: equal for texts that differ in case, accents or punctuation only.</summary>
    public static string Fold(string text) => string.Join(' ', Words(text));

    /// <summary>The stem under which a folded word is found.</summary>
    public static string Stem(ReadOnlySpan<char> word)
    {
        Span<char> buffer = stackalloc char[MaxWordLength + 2];
        var length = Math.Min(word.Length, MaxWordLength);
        word[..length].CopyTo(buffer);
        foreach (var character in buffer[..length])
        {
            if (!char.IsAsciiLetterLower(character))
            {
                return new string(buffer[..length]);
            }
        }

        return new string(buffer[..PorterStemmer.Stem(buffer, length)]);
    }

    /// <summary>An apostrophe between letters, or a decimal point between digits, belongs to the word.</summary>
    private static bool IsJoiner(ReadOnlySpan<char> text, int at, char character) => character switch
    {
        '\'' or '\u2019' or '\u02BC' => char.IsLetter(text[at + 1]) && at > 0 && char.IsLetter(text[at - 1]),
        '.' or ',' => char.IsAsciiDigit(text[at + 1]) && at > 0 && char.IsAsciiDigit(text[at - 1]),
        _ => false,
    };

    private static void Append(Span<char> word, ref int length, char character)
    {
        if (length < word.Length)
        {
            word[length++] = character;
        }
    }

    private static void Flush<TState>(Span<char> word, ref int length, ref int apostrophe, ref TState state, WordAction<TState> onWord)
    {
        if (length == 0)
        {
            return;
        }

        var found = word[..length];
        var digits = 0;
        while (digits < length && (char.IsAsciiDigit(found[digits]) || found[digits] == '.'))
        {
            digits++;
        }

        if (digits > 0 && digits < length && Units.Contains(found[digits..]))
        {
            onWord(found[..digits], ref state);
            onWord(found[digits..], ref state);
        }
        else
        {
            onWord(found, ref state);
            if (apostrophe is > 0 and <= 4 && length - apostrophe > 2)
            {
                // An elided article (l', d', dell'): the noun must be found without it.
                onWord(found[apostrophe..], ref state);
            }
            else if (length > 6 && found.EndsWith("milk") && MilkOf.Contains(found[..^4]))
            {
                onWord(found[..^4], ref state);
                onWord(found[^4..], ref state);
            }
        }

        length = 0;
        apostrophe = 0;
    }

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(string[] words) =>
        words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}

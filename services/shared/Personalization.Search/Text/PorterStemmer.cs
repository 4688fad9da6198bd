namespace Personalization.Search.Text;

/// <summary>Porter's stemmer (M. F. Porter, "An algorithm for suffix stripping", 1980) in place, on lower-case ASCII letters.</summary>
internal ref struct PorterStemmer
{
    private readonly Span<char> _text;
    private int _end;
    private int _stem;

    private PorterStemmer(Span<char> text, int length)
    {
        _text = text;
        _end = length - 1;
    }

    /// <summary>Stems the first <paramref name="length"/> characters; the span has room for one more.</summary>
    /// <returns>The length of the stem.</returns>
    public static int Stem(Span<char> text, int length)
    {
        if (length < 3)
        {
            return length;
        }

        var stemmer = new PorterStemmer(text, length);
        stemmer.PluralsAndParticiples();
        if (stemmer._end > 0)
        {
            stemmer.TerminalY();
            stemmer.DoubleSuffixes();
            stemmer.IcAndFull();
            stemmer.LastSuffix();
            stemmer.FinalEAndDoubleL();
        }

        return stemmer._end + 1;
    }

    private readonly bool Consonant(int at) => _text[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !Consonant(at - 1),
        _ => true,
    };

    /// <summary>The number of vowel-consonant sequences up to the stem's end.</summary>
    private readonly int Measure()
    {
        var count = 0;
        var at = 0;
        while (at <= _stem && Consonant(at))
        {
            at++;
        }

        while (at <= _stem)
        {
            while (at <= _stem && !Consonant(at))
            {
                at++;
            }

            if (at > _stem)
            {
                break;
            }

            count++;
            while (at <= _stem && Consonant(at))
            {
                at++;
            }
        }

        return count;
    }

    private readonly bool VowelInStem()
    {
        for (var at = 0; at <= _stem; at++)
        {
            if (!Consonant(at))
            {
                return true;
            }
        }

        return false;
    }

    private readonly bool DoubleConsonant(int at) => at >= 1 && _text[at] == _text[at - 1] && Consonant(at);

    /// <summary>consonant-vowel-consonant, the last not w, x or y: "hop", not "snow".</summary>
    private readonly bool ShortSyllable(int at) =>
        at >= 2 && Consonant(at) && !Consonant(at - 1) && Consonant(at - 2) && _text[at] is not ('w' or 'x' or 'y');

    private bool Ends(ReadOnlySpan<char> suffix)
    {
        if (suffix.Length > _end || !_text[..(_end + 1)].EndsWith(suffix))
        {
            return false;
        }

        _stem = _end - suffix.Length;
        return true;
    }

    private void SetTo(ReadOnlySpan<char> suffix)
    {
        suffix.CopyTo(_text[(_stem + 1)..]);
        _end = _stem + suffix.Length;
    }

    private void Replace(ReadOnlySpan<char> suffix)
    {
        if (Measure() > 0)
        {
            SetTo(suffix);
        }
    }

    private void PluralsAndParticiples()
    {
        if (_text[_end] == 's')
        {
            if (Ends("sses"))
            {
                _end -= 2;
            }
            else if (Ends("ies"))
            {
                SetTo("i");
            }
            else if (_text[_end - 1] != 's')
            {
                _end--;
            }
        }

        if (Ends("eed"))
        {
            if (Measure() > 0)
            {
                _end--;
            }
        }
        else if ((Ends("ed") || Ends("ing")) && VowelInStem())
        {
            _end = _stem;
            if (Ends("at"))
            {
                SetTo("ate");
            }
            else if (Ends("bl"))
            {
                SetTo("ble");
            }
            else if (Ends("iz"))
            {
                SetTo("ize");
            }
            else if (DoubleConsonant(_end))
            {
                if (_text[_end] is not ('l' or 's' or 'z'))
                {
                    _end--;
                }
            }
            else
            {
                _stem = _end;
                if (Measure() == 1 && ShortSyllable(_end))
                {
                    SetTo("e");
                }
            }
        }
    }

    private void TerminalY()
    {
        if (Ends("y") && VowelInStem())
        {
            _text[_end] = 'i';
        }
    }

    private void DoubleSuffixes()
    {
        switch (_text[_end - 1])
        {
            case 'a' when Ends("ational"): Replace("ate"); break;
            case 'a' when Ends("tional"): Replace("tion"); break;
            case 'c' when Ends("enci"): Replace("ence"); break;
            case 'c' when Ends("anci"): Replace("ance"); break;
            case 'e' when Ends("izer"): Replace("ize"); break;
            case 'l' when Ends("bli"): Replace("ble"); break;
            case 'l' when Ends("alli"): Replace("al"); break;
            case 'l' when Ends("entli"): Replace("ent"); break;
            case 'l' when Ends("eli"): Replace("e"); break;
            case 'l' when Ends("ousli"): Replace("ous"); break;
            case 'o' when Ends("ization"): Replace("ize"); break;
            case 'o' when Ends("ation"): Replace("ate"); break;
            case 'o' when Ends("ator"): Replace("ate"); break;
            case 's' when Ends("alism"): Replace("al"); break;
            case 's' when Ends("iveness"): Replace("ive"); break;
            case 's' when Ends("fulness"): Replace("ful"); break;
            case 's' when Ends("ousness"): Replace("ous"); break;
            case 't' when Ends("aliti"): Replace("al"); break;
            case 't' when Ends("iviti"): Replace("ive"); break;
            case 't' when Ends("biliti"): Replace("ble"); break;
            case 'g' when Ends("logi"): Replace("log"); break;
        }
    }

    private void IcAndFull()
    {
        switch (_text[_end])
        {
            case 'e' when Ends("icate"): Replace("ic"); break;
            case 'e' when Ends("ative"): Replace(""); break;
            case 'e' when Ends("alize"): Replace("al"); break;
            case 'i' when Ends("iciti"): Replace("ic"); break;
            case 'l' when Ends("ical"): Replace("ic"); break;
            case 'l' when Ends("ful"): Replace(""); break;
            case 's' when Ends("ness"): Replace(""); break;
        }
    }

    private void LastSuffix()
    {
        if (_end < 1)
        {
            return;
        }

        var found = _text[_end - 1] switch
        {
            'a' => Ends("al"),
            'c' => Ends("ance") || Ends("ence"),
            'e' => Ends("er"),
            'i' => Ends("ic"),
            'l' => Ends("able") || Ends("ible"),
            'n' => Ends("ant") || Ends("ement") || Ends("ment") || Ends("ent"),
            'o' => (Ends("ion") && _stem >= 0 && _text[_stem] is 's' or 't') || Ends("ou"),
            's' => Ends("ism"),
            't' => Ends("ate") || Ends("iti"),
            'u' => Ends("ous"),
            'v' => Ends("ive"),
            'z' => Ends("ize"),
            _ => false,
        };
        if (found && Measure() > 1)
        {
            _end = _stem;
        }
    }

    private void FinalEAndDoubleL()
    {
        _stem = _end;
        if (_text[_end] == 'e')
        {
            _stem = _end - 1;
            var measure = Measure();
            if (measure > 1 || (measure == 1 && !ShortSyllable(_end - 1)))
            {
                _end--;
            }
        }

        _stem = _end;
        if (_end > 0 && _text[_end] == 'l' && DoubleConsonant(_end) && Measure() > 1)
        {
            _end--;
        }
    }
}

using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Contracts.Packing;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Decisions;

/// <summary>
/// Reads the body of a call to decide in one pass, features straight into the bytes in which they are handed on. It takes only bodies that are right and plain:
/// known fields, each once, no escapes, no nested features, ids as they are kept. Of anything else it says nothing, and <see cref="PersonalizeBody.Read"/> reads the body and
/// finds its faults. What this reads, that reads the same.
/// </summary>
public ref struct PlainPersonalizeReader
{
    private const double Largest = 1e15;

    /// <summary>Of a name of a feature with its word; characters are no longer than bytes.</summary>
    private const int LongestName = 256;

    /// <summary>Digits that are a whole number below 2^53, whatever they are.</summary>
    private const int MostDigits = 15;

    private static readonly SearchValues<byte> EndsOfNumbers = SearchValues.Create(",} \n\r\t"u8);

    private readonly ReadOnlySpan<byte> _text;
    private readonly FeatureBlockBuilder _features;
    private readonly HashSet<string> _seen;
    private int _at;
    private int _items;

    private PlainPersonalizeReader(ReadOnlySpan<byte> text)
    {
        _text = text;
        _features = new FeatureBlockBuilder(Math.Max(256, text.Length / 4));
        _seen = new HashSet<string>(StringComparer.Ordinal);
    }

    /// <summary>Null for a body that has to be read otherwise.</summary>
    /// <param name="sent">As it was sent; must stay as it is while the body is used.</param>
    public static PersonalizeBody? Read(ReadOnlyMemory<byte> sent)
    {
        if (sent.Length > 0 && sent.Span[0] == (byte)'{' && Utf8.IsValid(sent.Span))
        {
            var reader = new PlainPersonalizeReader(sent.Span);
            return reader.ReadBody(sent);
        }

        return null;
    }

    private PersonalizeBody? ReadBody(ReadOnlyMemory<byte> sent)
    {
        string? customer = null, slotName = null, requestId = null;
        IReadOnlyList<NamedValue>? context = null;
        List<DecideItem>? items = null;
        List<PersonalizeSlot>? slots = null;
        bool? deferred = null, repeats = null;
        _at++;
        for (var first = true; !Take((byte)'}'); first = false)
        {
            if (!(first || Take((byte)',')) || !TryName(out var name))
            {
                return null;
            }

            var taken = name switch
            {
                _ when name.SequenceEqual("customer_id"u8) => customer is null && TryId(out customer),
                _ when name.SequenceEqual("available_items"u8) => items is null && TryItems(out items),
                _ when name.SequenceEqual("context"u8) => context is null && TryFeatures(out context),
                _ when name.SequenceEqual("slot"u8) => slotName is null && TryId(out slotName),
                _ when name.SequenceEqual("request_id"u8) => requestId is null && TryId(out requestId) && requestId!.Length <= PersonalizeBody.LongestRequestId,
                _ when name.SequenceEqual("deferred"u8) => deferred is null && TryBoolean(out deferred),
                _ when name.SequenceEqual("allow_repeats"u8) => repeats is null && TryBoolean(out repeats),
                _ when name.SequenceEqual("slots"u8) => slots is null && TrySlots(out slots),
                _ => false,
            };
            if (!taken)
            {
                return null;
            }
        }

        var end = _at;
        SkipSpace();
        if (_at != _text.Length || customer is null || (slots is null) == (items is null) || (slots is not null && slotName is not null) || _items > PersonalizeBody.MostInAll)
        {
            return null;
        }

        _features.Finish();
        return new PersonalizeBody
        {
            CustomerId = customer,
            Context = context,
            Slots = slots ?? [new PersonalizeSlot(slotName ?? PersonalizeBody.DefaultSlot, items!)],
            IsMany = slots is not null,
            RequestId = requestId,
            Deferred = deferred ?? false,
            AllowRepeats = repeats ?? false,
            Sent = sent[..end],
        };
    }

    private bool TrySlots(out List<PersonalizeSlot>? slots)
    {
        slots = null;
        if (!Take((byte)'['))
        {
            return false;
        }

        List<PersonalizeSlot> read = [];
        do
        {
            string? name = null;
            List<DecideItem>? items = null;
            if (read.Count == PersonalizeBody.MostSlots || !Take((byte)'{'))
            {
                return false;
            }

            for (var first = true; !Take((byte)'}'); first = false)
            {
                if (!(first || Take((byte)',')) || !TryName(out var field)
                    || !(field.SequenceEqual("name"u8) ? name is null && TryId(out name) : field.SequenceEqual("available_items"u8) && items is null && TryItems(out items)))
                {
                    return false;
                }
            }

            if (name is null || items is null || read.Exists(slot => slot.Name == name))
            {
                return false;
            }

            read.Add(new PersonalizeSlot(name, items));
        }
        while (Take((byte)','));
        slots = read;
        return Take((byte)']');
    }

    private bool TryItems(out List<DecideItem>? items)
    {
        items = null;
        if (!Take((byte)'['))
        {
            return false;
        }

        List<DecideItem> read = [];
        _seen.Clear();
        do
        {
            IReadOnlyList<NamedValue>? features = null;
            string? id = null;
            if (Take((byte)'{'))
            {
                for (var first = true; !Take((byte)'}'); first = false)
                {
                    if (!(first || Take((byte)',')) || !TryName(out var field)
                        || !(field.SequenceEqual("id"u8) ? id is null && TryId(out id) : field.SequenceEqual("features"u8) && features is null && TryFeatures(out features)))
                    {
                        return false;
                    }
                }
            }
            else if (!TryId(out id))
            {
                return false;
            }

            if (id is null || read.Count == PersonalizeBody.MostItems || !_seen.Add(id))
            {
                return false;
            }

            read.Add(new DecideItem { Id = id, Features = features });
        }
        while (Take((byte)','));
        _items += read.Count;
        items = read;
        return Take((byte)']');
    }

    private bool TryFeatures(out IReadOnlyList<NamedValue>? features)
    {
        features = null;
        if (!Take((byte)'{'))
        {
            return false;
        }

        for (var first = true; !Take((byte)'}'); first = false)
        {
            if (!(first || Take((byte)',')) || !TryFeature())
            {
                return false;
            }
        }

        if (_features.Count > FeatureBag.MostFeatures)
        {
            return false;
        }

        features = _features.Close();
        return true;
    }

    private bool TryFeature()
    {
        SkipSpace();
        var expected = _features.Expected;
        var rest = _text[_at..];
        var isExpected = expected.Length > 0 && rest.Length > expected.Length + 2
            && rest[0] == (byte)'"' && rest[expected.Length + 1] == (byte)'"' && rest.Slice(1, expected.Length).SequenceEqual(expected);
        ReadOnlySpan<byte> name;
        if (isExpected)
        {
            name = expected;
            _at += expected.Length + 2;
            if (!Take((byte)':'))
            {
                return false;
            }
        }
        else if (!TryName(out name) || name.Length > LongestName)
        {
            return false;
        }

        SkipSpace();
        var first = _at < _text.Length ? _text[_at] : (byte)0;
        switch (first)
        {
            case (byte)'"':
                return TryText(out var word) && TryWord(name, word);
            case (byte)'t':
                _features.Add(name, 1, 0);
                return Skip("true"u8);
            case (byte)'f':
                return Skip("false"u8);
            case (byte)'n':
                return Skip("null"u8);
            default:
                return TryNumber(name, isExpected);
        }
    }

    private readonly bool TryWord(ReadOnlySpan<byte> name, ReadOnlySpan<byte> word)
    {
        if (name.Length + 1 + word.Length > LongestName)
        {
            return false;
        }

        Span<byte> both = stackalloc byte[LongestName];
        name.CopyTo(both);
        both[name.Length] = (byte)'=';
        word.CopyTo(both[(name.Length + 1)..]);
        _features.Add(both[..(name.Length + 1 + word.Length)], 1, 0);
        return true;
    }

    /// <summary>Digits with at most six decimals are taken as they stand; others are read as every JSON number is.</summary>
    private bool TryNumber(ReadOnlySpan<byte> name, bool isExpected)
    {
        var start = _at;
        var negative = _at < _text.Length && _text[_at] == (byte)'-';
        _at += negative ? 1 : 0;
        var (whole, decimals) = (0L, 0);
        var digits = Digits(ref whole);
        if (digits == 0 || (digits > 1 && _text[_at - digits] == (byte)'0'))
        {
            return false;
        }

        if (_at < _text.Length && _text[_at] == (byte)'.')
        {
            _at++;
            decimals = Digits(ref whole);
            if (decimals == 0)
            {
                return false;
            }
        }

        var ends = _at < _text.Length && _text[_at] is (byte)',' or (byte)'}' or (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t';
        if (ends && digits + decimals <= MostDigits && decimals <= PackedNumber.MostDecimals && !(negative && whole == 0))
        {
            whole = negative ? -whole : whole;
            if (isExpected)
            {
                _features.AddExpected(whole, decimals);
            }
            else
            {
                _features.Add(name, whole, decimals);
            }

            return true;
        }

        return TryOddNumber(name, start);
    }

    private bool TryOddNumber(ReadOnlySpan<byte> name, int start)
    {
        var length = _text[start..].IndexOfAny(EndsOfNumbers);
        if (length < 0 || !IsNumber(_text.Slice(start, length)) || !Utf8Parser.TryParse(_text.Slice(start, length), out double value, out var read) || read != length || !(Math.Abs(value) <= Largest))
        {
            return false;
        }

        _at = start + length;
        _features.Add(name, value);
        return true;
    }

    /// <summary>By JSON's grammar.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text)
    {
        text = text.Length > 0 && text[0] == (byte)'-' ? text[1..] : text;
        var whole = Run(text);
        if (whole == 0 || (whole > 1 && text[0] == (byte)'0'))
        {
            return false;
        }

        text = text[whole..];
        if (text.Length > 0 && text[0] == (byte)'.')
        {
            var decimals = Run(text[1..]);
            if (decimals == 0)
            {
                return false;
            }

            text = text[(1 + decimals)..];
        }

        if (text.Length > 0 && text[0] is (byte)'e' or (byte)'E')
        {
            text = text[1..];
            text = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
            return text.Length > 0 && Run(text) == text.Length;
        }

        return text.Length == 0;

        static int Run(ReadOnlySpan<byte> text)
        {
            var end = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            return end < 0 ? text.Length : end;
        }
    }

    /// <summary>Moves over digits; what they mean is right as long as there are few.</summary>
    private int Digits(ref long whole)
    {
        var start = _at;
        for (; _at < _text.Length && _text[_at] - (uint)'0' is <= 9 and var digit; _at++)
        {
            whole = unchecked((whole * 10) + digit);
        }

        return _at - start;
    }

    /// <summary>A string, or a number of digits alone, that is an id.</summary>
    private bool TryId(out string? id)
    {
        id = null;
        SkipSpace();
        if (_at < _text.Length && _text[_at] == (byte)'"')
        {
            if (!TryText(out var text))
            {
                return false;
            }

            id = Encoding.UTF8.GetString(text);
            return IdText.Fault(id) is null;
        }

        var (start, value) = (_at, 0L);
        var digits = Digits(ref value);
        if (digits is 0 or > IdText.MaxScalars || (digits > 1 && _text[start] == (byte)'0') || _at == _text.Length || _text[_at] is not ((byte)',' or (byte)'}' or (byte)']' or (byte)' '))
        {
            return false;
        }

        id = Encoding.ASCII.GetString(_text.Slice(start, digits));
        return true;
    }

    private bool TryBoolean(out bool? value)
    {
        SkipSpace();
        value = _at < _text.Length && _text[_at] == (byte)'t';
        return Skip(value.Value ? "true"u8 : "false"u8);
    }

    /// <summary>The name of a field, and the colon behind it.</summary>
    private bool TryName(out ReadOnlySpan<byte> name)
    {
        SkipSpace();
        return TryText(out name) && Take((byte)':');
    }

    /// <summary>A string without escapes.</summary>
    private bool TryText(out ReadOnlySpan<byte> text)
    {
        text = default;
        if (_at >= _text.Length || _text[_at] != (byte)'"')
        {
            return false;
        }

        var rest = _text[(_at + 1)..];
        var length = rest.IndexOf((byte)'"');
        if (length < 0)
        {
            return false;
        }

        text = rest[..length];
        _at += length + 2;
        return !text.Contains((byte)'\\') && text.IndexOfAnyInRange((byte)0, (byte)0x1F) < 0;
    }

    private bool Take(byte wanted)
    {
        SkipSpace();
        if (_at >= _text.Length || _text[_at] != wanted)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool Skip(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipSpace()
    {
        // Senders mostly leave none.
        if (_at < _text.Length && _text[_at] <= (byte)' ')
        {
            SkipSpaces();
        }
    }

    private void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            _at++;
        }
    }
}

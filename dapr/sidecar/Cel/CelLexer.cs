using System.Globalization;
using System.Text;

namespace Personalization.Sidecar.Cel;

/// <summary>Cuts an expression into tokens.</summary>
internal static class CelLexer
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];

    private static readonly string[] Reserved =
    [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return", "var", "void", "while",
    ];

    /// <exception cref="CelSyntaxException">Something is no token.</exception>
    public static List<CelToken> Read(CelSource source)
    {
        var text = source.Text;
        var tokens = new List<CelToken>();
        var at = 0;
        while (true)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            if (at < text.Length - 1 && text[at] == '/' && text[at + 1] == '/')
            {
                at = text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;
                continue;
            }

            if (at >= text.Length)
            {
                tokens.Add(new CelToken(CelTokenKind.End, "the end", null, text.Length));
                return tokens;
            }

            var token = ReadOne(source, ref at);
            tokens.Add(token);
        }
    }

    private static CelToken ReadOne(CelSource source, ref int at)
    {
        var text = source.Text;
        var start = at;
        var c = text[at];
        if (c is '"' or '\'')
        {
            var value = ReadText(source, ref at, raw: false);
            return new CelToken(CelTokenKind.Literal, "a string", value, start);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            return ReadNumber(source, ref at);
        }

        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_'))
            {
                at++;
            }

            var name = text[start..at];
            if (at < text.Length && text[at] is '"' or '\'' && at < text.Length)
            {
                return ReadPrefixed(source, name, start, ref at);
            }

            return Array.IndexOf(Reserved, name) >= 0
                ? throw source.Error(start, $"'{name}' is a reserved word")
                : new CelToken(CelTokenKind.Name, name, null, start);
        }

        var rest = text.AsSpan(at);
        foreach (var symbol in Symbols)
        {
            if (rest.StartsWith(symbol, StringComparison.Ordinal))
            {
                at += symbol.Length;
                return new CelToken(CelTokenKind.Symbol, symbol, null, start);
            }
        }

        throw source.Error(start, c is '=' or '&' or '|' ? $"'{c}' is no operator; use '{c}{c}'" : $"'{c}' does not belong here");
    }

    private static CelToken ReadPrefixed(CelSource source, string prefix, int start, ref int at)
    {
        if (prefix is not ("r" or "R"))
        {
            throw source.Error(start, prefix is "b" or "B" ? "bytes are not supported" : $"'{prefix}' before a string is no prefix");
        }

        var value = ReadText(source, ref at, raw: true);
        return new CelToken(CelTokenKind.Literal, "a string", value, start);
    }

    private static CelToken ReadNumber(CelSource source, ref int at)
    {
        var text = source.Text;
        var start = at;
        if (text[at] == '0' && at + 1 < text.Length && text[at + 1] is 'x' or 'X')
        {
            at += 2;
            var digits = at;
            while (at < text.Length && char.IsAsciiHexDigit(text[at]))
            {
                at++;
            }

            return Integer(source, start, text.AsSpan(digits, at - digits), NumberStyles.AllowHexSpecifier, ref at);
        }

        var isDouble = false;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || IsFraction(text, at) || IsExponent(text, at)))
        {
            if (!char.IsAsciiDigit(text[at]))
            {
                isDouble = true;
                at += text[at] != '.' && text[at + 1] is '+' or '-' ? 1 : 0;
            }

            at++;
        }

        var number = text.AsSpan(start, at - start);
        if (!isDouble)
        {
            return Integer(source, start, number, NumberStyles.None, ref at);
        }

        return double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new CelToken(CelTokenKind.Literal, number.ToString(), value, start)
            : throw source.Error(start, $"'{number}' is no number");
    }

    private static bool IsFraction(string text, int at) => text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]);

    private static bool IsExponent(string text, int at) =>
        text[at] is 'e' or 'E'
        && at + 1 < text.Length
        && (char.IsAsciiDigit(text[at + 1]) || (text[at + 1] is '+' or '-' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])));

    private static CelToken Integer(CelSource source, int start, ReadOnlySpan<char> digits, NumberStyles style, ref int at)
    {
        object? value = null;
        if (at < source.Text.Length && source.Text[at] is 'u' or 'U')
        {
            at++;
            value = ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var unsigned) ? unsigned : null;
        }
        else if (ulong.TryParse(digits, style, CultureInfo.InvariantCulture, out var magnitude))
        {
            // The smallest number is written with a minus before a magnitude that has no positive twin.
            value = magnitude <= long.MaxValue ? (long)magnitude : magnitude == CelMinimum.Magnitude ? CelMinimum.Instance : null;
        }

        return value is null
            ? throw source.Error(start, $"'{source.Text[start..at]}' is no whole number of 64 bits")
            : new CelToken(CelTokenKind.Literal, source.Text[start..at], value, start);
    }

    private static string ReadText(CelSource source, ref int at, bool raw)
    {
        var text = source.Text;
        var start = at;
        var quote = text[at];
        var triple = at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;
        var end = new string(quote, triple ? 3 : 1);
        at += end.Length;
        var value = new StringBuilder();
        while (true)
        {
            if (at >= text.Length || (!triple && text[at] == '\n'))
            {
                throw source.Error(start, $"the string that begins here has no {end} at its end");
            }

            if (string.CompareOrdinal(text, at, end, 0, end.Length) == 0)
            {
                at += end.Length;
                return value.ToString();
            }

            if (text[at] == '\\' && !raw)
            {
                ReadEscape(source, ref at, value);
            }
            else
            {
                value.Append(text[at++]);
            }
        }
    }

    private static void ReadEscape(CelSource source, ref int at, StringBuilder into)
    {
        var text = source.Text;
        var start = at++;
        var kind = at < text.Length ? text[at++] : '\0';
        switch (kind)
        {
            case 'n':
                into.Append('\n');
                break;
            case 't':
                into.Append('\t');
                break;
            case 'r':
                into.Append('\r');
                break;
            case 'a':
                into.Append('\a');
                break;
            case 'b':
                into.Append('\b');
                break;
            case 'f':
                into.Append('\f');
                break;
            case 'v':
                into.Append('\v');
                break;
            case '\\' or '\'' or '"' or '`' or '?':
                into.Append(kind);
                break;
            case 'x' or 'X':
                Code(2, NumberStyles.AllowHexSpecifier, ref at);
                break;
            case 'u':
                Code(4, NumberStyles.AllowHexSpecifier, ref at);
                break;
            case 'U':
                Code(8, NumberStyles.AllowHexSpecifier, ref at);
                break;
            case >= '0' and <= '3' when at + 2 <= text.Length && text[at] is >= '0' and <= '7' && text[at + 1] is >= '0' and <= '7':
                into.Append((char)(((kind - '0') * 64) + ((text[at] - '0') * 8) + (text[at + 1] - '0')));
                at += 2;
                break;
            default:
                throw source.Error(start, "this escape is none of \\n \\t \\r \\\\ \\' \\\" \\xHH \\uHHHH \\UHHHHHHHH \\ooo; a backslash is written \\\\, or the string r'...'");
        }

        void Code(int digits, NumberStyles style, ref int position)
        {
            if (position + digits > text.Length
                || !int.TryParse(text.AsSpan(position, digits), style, CultureInfo.InvariantCulture, out var code)
                || !Rune.IsValid(code))
            {
                throw source.Error(start, $"\\{kind} needs {digits} hexadecimal digits of a character");
            }

            into.Append(new Rune(code).ToString());
            position += digits;
        }
    }
}

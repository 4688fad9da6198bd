namespace Personalization.Hostile.Values;

/// <summary>Texts that have broken services before, and some that have not.</summary>
public static class Texts
{
    /// <summary>Well-formed text: any field of free text may hold it.</summary>
    public static readonly IReadOnlyList<string> Any =
    [
        "oat", "milk", "oat drink", "p1", "p2", "warm-up", "main", "EUR", "a", "0", "-1", "1e5", "null", "true", "undefined", "NaN", "constructor", "__proto__", "a||b", "a/b", "a//b",
        "../../etc/passwd", "..\\..", "a%2Fb", "%00", "%", "?x=1&y=2#z", "a,b|c;d", "a:b", "Größe 42 ½", "naïve café", "日本語", "العربية", "עברית", "\u202Egnirts\u202C", "\u200Bzero\u200Dwidth\uFEFF",
        "😀", "👩‍👩‍👧‍👦", "𝒳𝓎", "\U0010FFFF", "e\u0301\u0301\u0301\u0301", "' OR 1=1 --", "\"; DROP TABLE x; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "\"quoted\"", "back\\slash",
        "AND", "OR NOT", "oat AND (milk OR", "NEAR(oat, 5)", "oat*", "-oat", "name:oat", "^oat", "\"oat", "(((((", "*", "+", "~2", "[a TO b]",
    ];

    /// <summary>Allowed in free text, and in no id.</summary>
    public static readonly IReadOnlyList<string> Controls = ["\u0000", "a\u0000b", "tab\tand\nline", "\u001B[31m", "\u0085", "\u007F"];

    /// <summary>JSON values of every kind, most of them at some edge.</summary>
    public static readonly IReadOnlyList<string> Json =
    [
        "null", "true", "false", "0", "-0", "-1", "1", "1.5", "1e400", "-1e400", "1e-400", "1E+2", "0.1e1", "2147483647", "2147483648", "-2147483649", "9007199254740993",
        "123456789012345678901234567890123456789012345678901234567890", "0.00000000000000000000000000000000000000001", "79228162514264337593543950336",
        "\"\"", "\" \"", "\".\"", "\"..\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"a\\u002fb\"",
        "[]", "{}", "[null]", "[[]]", "{\"\":{}}", "[1,\"two\",{\"three\":3}]", "{\"a\":1,\"a\":2}", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2026-02-30T00:00:00Z\"", "\"2026-01-01\"", "\"2026-01-01T00:00:00+99:99\"", "\"2026-01-01T24:00:00Z\"",
        "-62135596800000", "253402300799999", "253402300800000", "946684799999", "1e18", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "01", "+1", ".5", "0x10", "tru", "\"open", "/*c*/1",
    ];

    /// <summary>Raw values of one path segment or query parameter, escaped or not as they are.</summary>
    public static readonly IReadOnlyList<string> Escaped =
    [
        "", "%20", "%2F", "a%2Fb", "a%252Fb", "%2e", "%2E%2E", ".", "..", "...", "%", "%4", "%zz", "%C3", "%C3%28", "%ED%A0%80", "%F0%9F%98%80", "%E2%80%AE", "%EF%BF%BD", "%FF%FE", "%01", "%0d%0a",
        "%7F", "%C2%85", "a;b=c", "a|b", "%7C%7C", "a%7C%7Cb", "a+b", "%2B", "~", "@", ":", "*", "'", "(x)", "%22", "%3Cscript%3E", "%5C", "%5c..%5c", "-1", "0", "1e400", "NaN", "true", "null",
        "9999999999999999999999", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "-62135596800001", "253402300800000", "2026-01-01T00:00:00%2B23:59", "anonymous", "ANONYMOUS",
    ];

    /// <summary>Values of headers: what may stand on the wire, and means nothing.</summary>
    public static readonly IReadOnlyList<string> Headers =
    [
        "", " ", "x", "MAIN", "main,main", "a b", "../x", "a||b", "é", "日本", "😀", "\"", "\"\"", "W/\"1\"", "\"a\", \"b\"", "*", "**", "%00", "null", "-1", "1e400", "00-00000000000000000000000000000000-0000000000000000-00", "ff-zz",
        "application/json;charset=utf-7", "text/html", "multipart/form-data", "gzip", "br", "gzip, gzip", "bytes=0-", "Bearer x", "Basic ZGFwci1hcHAtaWQ6cHJvZmlsZXM=",
    ];
}

using System.Buffers;

namespace Personalization.Abstractions.Identity;

/// <summary>
/// One shop. In every key, event, token and warehouse row, also where only one shop exists.
/// 1-64 characters of a-z, 0-9 and '-', so that it stands unescaped in keys, actor ids and paths.
/// </summary>
public readonly record struct StoreId
{
    /// <summary>The store of a call that names none.</summary>
    public static readonly StoreId Main = new("main");

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");

    private readonly string? _value;

    private StoreId(string value) => _value = value;

    public string Value => _value ?? "main";

    public static bool TryParse(string? text, out StoreId store)
    {
        store = Main;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        if (text.Length > 64 || text.AsSpan().ContainsAnyExcept(Allowed))
        {
            return false;
        }

        store = new StoreId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no store id.</exception>
    public static StoreId Parse(string? text) =>
        TryParse(text, out var store) ? store : throw new FormatException($"'{text}' is no store id: use 1-64 characters of a-z, 0-9 and '-'.");

    public override string ToString() => Value;
}

namespace Personalization.Sidecar.Cel;

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; of a literal, what messages show.</param>
/// <param name="Value">Of a literal: its value.</param>
/// <param name="Position">Where it begins, from 0.</param>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, object? Value, int Position)
{
    public bool Is(string text) => Kind is CelTokenKind.Symbol or CelTokenKind.Name && Text == text;
}

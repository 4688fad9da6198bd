namespace Personalization.Discovery.Imports;

/// <summary>One filled field of a row.</summary>
/// <param name="Column">The column or property as the body names it.</param>
/// <param name="Text">Its text, trimmed, not empty.</param>
/// <param name="List">The elements where the body gave a list; else null.</param>
/// <param name="Shape">What a JSON body gave: an object's text is its JSON.</param>
public readonly record struct RawField(string Column, string Text, IReadOnlyList<string>? List = null, RawShape Shape = RawShape.Text);

namespace Personalization.Discovery.Imports;

/// <summary>The shapes of a catalogue body.</summary>
public enum ImportFormat
{
    Csv,
    Tsv,
    JsonLines,
    JsonArray,
}

namespace Personalization.Discovery.Imports;

/// <summary>The shape of one field of a row.</summary>
public enum RawShape
{
    /// <summary>Text or a number; all that CSV and TSV have.</summary>
    Text,
    Truth,
    List,
    Object,
}

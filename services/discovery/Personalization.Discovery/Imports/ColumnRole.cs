namespace Personalization.Discovery.Imports;

/// <summary>What a column of a body means.</summary>
public enum ColumnRole
{
    /// <summary>Becomes attributes `column:value` while it has few distinct values.</summary>
    Other,
    Id,
    Name,
    Brand,
    Categories,
    Attributes,
    Price,
    Currency,
    InStock,
    ImageUrl,
    FaceShapes,

    /// <summary>More text to be found by.</summary>
    Text,

    /// <summary>Read for what it says about diets, then dropped.</summary>
    Ingredients,

    /// <summary>A kind of product: the name where there is no name column; else as <see cref="Other"/>.</summary>
    Kind,

    /// <summary>Names people, or says again what another column says: dropped.</summary>
    Ignored,
}

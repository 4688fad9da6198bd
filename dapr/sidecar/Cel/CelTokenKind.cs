namespace Personalization.Sidecar.Cel;

/// <summary>What a token is.</summary>
internal enum CelTokenKind
{
    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A name, <c>in</c>, <c>true</c>, <c>false</c> and <c>null</c> included.</summary>
    Name,

    /// <summary>A number, string or the like; its value is in the token.</summary>
    Literal,

    /// <summary>An operator or bracket; its text is in the token.</summary>
    Symbol,
}

namespace Personalization.Hostile.Requests;

/// <summary>What a request tries.</summary>
public enum Intent
{
    /// <summary>As the document says.</summary>
    Valid,

    /// <summary>As the document says, at its bounds.</summary>
    Bounds,

    /// <summary>One value of the body is another, missing, doubled or nested deeply.</summary>
    Value,

    /// <summary>The body is cut, longer, or has other bytes.</summary>
    Bytes,

    /// <summary>One parameter of path, query or header is strange.</summary>
    Parameter,

    /// <summary>The body comes as something else than it is.</summary>
    MediaType,

    /// <summary>A method that the path does not know.</summary>
    Method,

    /// <summary>A path that is not there.</summary>
    Path,

    /// <summary>5 MB.</summary>
    Size,
}

using System.Text.Json;

namespace Personalization.Hostile.Documents;

/// <summary>One method of one path template.</summary>
public sealed record ApiOperation
{
    /// <summary>With its placeholders, such as `/api/users/{id}/cart`.</summary>
    public required string Path { get; init; }

    public required string Method { get; init; }

    public required IReadOnlyList<ApiParameter> Parameters { get; init; }

    /// <summary>Schemas of the body by media type; none when the operation takes no body.</summary>
    public required IReadOnlyDictionary<string, JsonElement> Bodies { get; init; }

    /// <summary>By status: schemas by media type, undefined where the document states none.</summary>
    public required IReadOnlyDictionary<string, Dictionary<string, JsonElement>> Responses { get; init; }

    public override string ToString() => $"{Method} {Path}";
}

using System.Text;
using System.Text.Json;
using Personalization.Hostile.Documents;
using Personalization.Hostile.Requests;

namespace Personalization.Hostile.Running;

/// <summary>Says what is wrong with an answer, by the document and by the conventions of the contract.</summary>
/// <param name="mayBeAway">Whether 503 with Retry-After is an answer; not where every part is there.</param>
public sealed class AnswerJudge(ApiDocument document, bool mayBeAway)
{
    private const int LongTarget = 16_000;
    private const string ProblemType = "application/problem+json";

    /// <summary>What any route may answer, although its own list does not say so: wrong path, method, credential or pace.</summary>
    private static readonly int[] Anywhere = [401, 403, 404, 405, 429];

    /// <summary>Rules between fields, which a schema cannot state: they alone may refuse what fits the document.</summary>
    private static readonly string[] RulesBetweenFields =
    [
        "is after to;", "is above price_max;", "is in the cart twice;", "stands beside the other id;", "and so is the anonymous id;", "names the column", "is merged",
        "stands twice;", "leaves no item;", "leave nothing to choose from;", "items together;", "names and words of at most",
    ];

    private readonly SchemaCheck _check = new(document);

    /// <summary>Null when nothing is wrong.</summary>
    public string? Fault(HostileRequest request, Answer answer) =>
        answer.Status switch
        {
            >= 500 => answer.Status == 503 && mayBeAway ? answer.RetryAfter ? null : "503 without Retry-After" : $"{answer.Status}",
            >= 400 => RefusalFault(request, answer),
            >= 200 and < 300 => AnswerFault(request, answer),
            _ => $"{answer.Status} is no answer of this contract",
        };

    private string? RefusalFault(HostileRequest request, Answer answer)
    {
        // What the HTTP server refuses by itself carries only a status: it never becomes a request.
        if (answer.Body.Length == 0 && IsRefusedByTheServer(request, answer.Status))
        {
            return null;
        }

        if (OwnErrors(request, answer) is { } own)
        {
            return OwnErrorFault(request, answer, own);
        }

        if (answer.MediaType != ProblemType)
        {
            return $"{answer.Status} as '{answer.MediaType}' and no problem";
        }

        if (!TryParse(answer, out var problem))
        {
            return $"{answer.Status} with a body that is no JSON";
        }

        var faults = _check.Faults(problem, document.ProblemSchema);
        if (faults.Count > 0 || problem.GetProperty("status").GetInt32() != answer.Status)
        {
            return $"{answer.Status} with a problem that is none: {string.Join("; ", faults)}";
        }

        var errors = problem.GetProperty("errors").EnumerateObject().ToList();
        if (errors.Count == 0 || errors.Exists(error => error.Name.Length == 0 || error.Value.GetArrayLength() == 0))
        {
            return $"{answer.Status} that names no field";
        }

        var anywhere = Anywhere.Contains(answer.Status) || (answer.Status == 400 && request.Target.Contains('%', StringComparison.Ordinal));
        if (!anywhere && !request.Operation.Responses.ContainsKey($"{answer.Status}"))
        {
            return $"{answer.Status}, which the document does not know";
        }

        return Expected(request, answer, [.. errors.SelectMany(error => error.Value.EnumerateArray()).Select(why => why.GetString()!)]);
    }

    /// <summary>
    /// The errors of a foreign protocol, where the document declares for this operation and status something else than a problem; null where a problem is due. What never
    /// becomes a call of the operation (another path or method, a credential, an escape that is none, an empty segment) is a problem there too.
    /// </summary>
    private static Dictionary<string, JsonElement>? OwnErrors(HostileRequest request, Answer answer)
    {
        var foreign = request.Operation.Responses.GetValueOrDefault($"{answer.Status}") is { Count: > 0 } declared && !declared.ContainsKey(ProblemType) ? declared : null;
        var neverCalled = request.Intent is Intent.Path or Intent.Method
            || request.Target.Contains('%', StringComparison.Ordinal) || request.Target.Contains("//", StringComparison.Ordinal);
        return neverCalled && answer.MediaType == ProblemType ? null : foreign;
    }

    private string? OwnErrorFault(HostileRequest request, Answer answer, Dictionary<string, JsonElement> declared)
    {
        if (!declared.TryGetValue(answer.MediaType ?? "", out var schema))
        {
            return $"{answer.Status} as '{answer.MediaType}', where the document has its own errors";
        }

        if (!TryParse(answer, out var error))
        {
            return $"{answer.Status} with a body that is no JSON";
        }

        var faults = _check.Faults(error, schema);
        return faults.Count > 0 ? $"{answer.Status} that does not fit the document: {string.Join("; ", faults.Take(3))}" : Expected(request, answer, [Encoding.UTF8.GetString(answer.Body)]);
    }

    private static bool IsRefusedByTheServer(HostileRequest request, int status) => status switch
    {
        400 => request.Target.Contains("%00", StringComparison.Ordinal),
        414 => request.Target.Length > LongTarget,
        _ => false,
    };

    /// <summary>Where callers choose ids and put what is not there yet, a path with more behind it is the path of another one.</summary>
    private static bool NamesAnother(HostileRequest request) =>
        request.Intent == Intent.Path && string.Equals(request.Operation.Method, HttpMethod.Put.Method, StringComparison.OrdinalIgnoreCase) && request.Operation.Path.EndsWith('}');

    private static string? Expected(HostileRequest request, Answer answer, IReadOnlyList<string> reasons) => request.Intent switch
    {
        Intent.Valid or Intent.Bounds when answer.Status is 400 or 405 or 413 or 415 =>
            reasons.All(reason => Array.Exists(RulesBetweenFields, rule => reason.Contains(rule, StringComparison.Ordinal)))
                ? null
                : $"{answer.Status} to what the document allows",
        Intent.Method when answer.Status != 405 => $"{answer.Status} to a wrong method",
        Intent.Path when answer.Status is not (404 or 400 or 405) && !NamesAnother(request) => $"{answer.Status} to a wrong path",
        Intent.MediaType when answer.Status is not (415 or 400) => $"{answer.Status} to a wrong media type",
        _ => null,
    };

    private string? AnswerFault(HostileRequest request, Answer answer)
    {
        // A batch is judged event by event, and an import line by line.
        if (request.Fits == false && !NamesAnother(request) && !request.Operation.Path.EndsWith("/batch", StringComparison.Ordinal) && !request.Operation.Responses.ContainsKey("202"))
        {
            return $"{answer.Status} to what the document does not allow";
        }

        if (!request.Operation.Responses.TryGetValue($"{answer.Status}", out var contents))
        {
            return request.Intent == Intent.Path ? null : $"{answer.Status}, which the document does not know";
        }

        if (contents.Count == 0)
        {
            return null;
        }

        if (!contents.TryGetValue(answer.MediaType ?? "", out var schema))
        {
            return $"{answer.Status} as '{answer.MediaType}', which the document does not know";
        }

        if (schema.ValueKind == JsonValueKind.Undefined)
        {
            return null;
        }

        if (!TryParse(answer, out var value))
        {
            return $"{answer.Status} with a body that is no JSON";
        }

        var faults = _check.Faults(value, schema);
        return faults.Count == 0 ? null : $"{answer.Status} that does not fit the document: {string.Join("; ", faults.Take(3))}";
    }

    private static bool TryParse(Answer answer, out JsonElement value)
    {
        value = default;
        try
        {
            using var parsed = JsonDocument.Parse(answer.Body);
            value = parsed.RootElement.Clone();
            return Encoding.UTF8.GetString(answer.Body).Length > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

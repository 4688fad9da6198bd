namespace Personalization.Hostile.Running;

/// <summary>What a run saw.</summary>
public sealed record HostileReport
{
    /// <summary>Requests that were answered.</summary>
    public required int Answered { get; init; }

    /// <summary>Answers by intent and status, such as `Valid 200`.</summary>
    public required IReadOnlyDictionary<string, int> Counts { get; init; }

    /// <summary>Operations that were answered 2xx at least once.</summary>
    public required IReadOnlySet<string> Reached { get; init; }

    /// <summary>What was wrong: the fault, the request and the answer, by number of request.</summary>
    public required IReadOnlyList<string> Violations { get; init; }

    /// <summary>Good events sent among the others that were not answered 200.</summary>
    public required int LostNeighbours { get; init; }

    public override string ToString() =>
        $"{Answered} answered; {string.Join(", ", Counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}"))}";
}

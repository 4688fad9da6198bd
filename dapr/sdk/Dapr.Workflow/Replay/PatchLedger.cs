namespace Dapr.Workflow.Replay;

/// <summary>Which patches hold for an execution: those its history names, and those its code asks for where it has not been before.</summary>
internal sealed class PatchLedger(IEnumerable<string> recorded)
{
    private readonly HashSet<string> _recorded = new(recorded, StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _decided = new(StringComparer.Ordinal);
    private readonly List<string> _new = [];

    /// <summary>Those decided in this turn, to be recorded with it.</summary>
    public IReadOnlyList<string> New => _new;

    public bool IsPatched(string name, bool isReplaying)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (_decided.TryGetValue(name, out var decided))
        {
            return decided;
        }

        var isRecorded = _recorded.Contains(name);
        if (!isRecorded && !isReplaying)
        {
            _new.Add(name);
        }

        return _decided[name] = isRecorded || !isReplaying;
    }
}

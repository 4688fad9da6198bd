namespace Personalization.Drills.Workflows;

/// <summary>What the sidecar takes at one time.</summary>
/// <param name="Workflows">Workflows run and purged so far.</param>
/// <param name="ResidentBytes">Its memory.</param>
/// <param name="FileBytes">Its files.</param>
/// <param name="Handles">Its connections and open files.</param>
/// <param name="Workers">Streams of work it serves.</param>
/// <param name="Rows">Rows left in its store of workflows.</param>
public sealed record VolumeReport(int Workflows, long ResidentBytes, long FileBytes, int Handles, int Workers, int Rows)
{
    public override string ToString() =>
        $"after {Workflows}: {ResidentBytes / 1048576.0:0.0} MB resident, {FileBytes / 1048576.0:0.0} MB in files, {Handles} handles, {Workers} streams, {Rows} rows";
}

namespace Personalization.Drills.Workflows;

/// <summary>What a kill drill found.</summary>
/// <param name="Steps">Steps of the workflow that were seen in the file.</param>
/// <param name="Kills">Times that both processes were killed.</param>
/// <param name="Effects">Effects that were to be had.</param>
/// <param name="EffectLines">Times that they were had.</param>
/// <param name="Faults">Promises broken; none is the goal.</param>
public sealed record KillReport(int Steps, int Kills, int Effects, int EffectLines, IReadOnlyList<string> Faults)
{
    public override string ToString() =>
        $"{Steps} steps seen, {Kills} kills of both processes, {Effects} effects had {EffectLines} times, {Faults.Count} faults{string.Concat(Faults.Select(fault => Environment.NewLine + "  " + fault))}";
}

namespace Personalization.Drills.Deciding;

/// <summary>What a drill of decisions saw.</summary>
/// <param name="Decisions">Acknowledged.</param>
/// <param name="Rewards">Acknowledged.</param>
/// <param name="Resent">Calls that had to be sent again.</param>
/// <param name="Kills">Of replicas.</param>
/// <param name="Took">Deciding and rewarding.</param>
/// <param name="Faults">Empty when the model is that of the log.</param>
public sealed record DecisionReport(int Decisions, int Rewards, int Resent, int Kills, TimeSpan Took, IReadOnlyList<string> Faults)
{
    public override string ToString() => string.Join(
        Environment.NewLine, [$"{Decisions} decisions, {Rewards} rewards, {Resent} calls sent again, {Kills} kills, {Took.TotalSeconds:0.0} s, {Faults.Count} faults", .. Faults]);
}

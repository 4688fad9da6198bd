namespace Personalization.Drills.Workflows.Worker;

/// <param name="Round">Executions so far, this one included.</param>
/// <param name="Rounds">Executions in all.</param>
/// <param name="Sum">Effects whose results came, in the executions before.</param>
/// <param name="Words">What the events said.</param>
internal sealed record EverythingInput(int Round, int Rounds, int Sum, string Words);

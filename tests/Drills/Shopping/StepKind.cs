namespace Personalization.Drills.Shopping;

/// <summary>What a step is.</summary>
public enum StepKind
{
    Event,
    Cart,
    Merge,
}

namespace Personalization.Profiles.Learning;

/// <summary>Weights and options in force for one turn: read once, so that a reload never splits a turn.</summary>
public sealed record LearningRules(SignalWeights Weights, LearningOptions Options)
{
    public static LearningRules Default { get; } = new(SignalWeights.Default, new LearningOptions());
}

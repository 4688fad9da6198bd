namespace Personalization.Decisions.OffPolicy;

/// <summary>One logged decision, seen from the policy that is judged.</summary>
/// <param name="Propensity">The probability with which the log's policy chose what it chose; above 0.</param>
/// <param name="Target">The probability with which the judged policy would have chosen the same.</param>
/// <param name="Reward">What came of it.</param>
/// <param name="Predicted">The reward model's estimate for what was chosen; 0 without a model.</param>
/// <param name="TargetPredicted">Its estimate for what the judged policy would choose: the mean over its probabilities; 0 without a model.</param>
public readonly record struct WeighedDecision(double Propensity, double Target, double Reward, double Predicted = 0, double TargetPredicted = 0)
{
    /// <summary>The importance weight.</summary>
    public double Weight => Target / Propensity;
}

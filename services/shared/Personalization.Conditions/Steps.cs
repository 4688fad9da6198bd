namespace Personalization.Conditions;

/// <summary>Counts the operations of one evaluation.</summary>
internal sealed class Steps
{
    private int _taken;

    public void Take()
    {
        if (++_taken > Condition.MaxSteps)
        {
            throw new ConditionException($"The condition takes more than {Condition.MaxSteps} steps on this data.");
        }
    }
}

namespace Personalization.Conditions;

/// <summary>JavaScript's `undefined`, which is not null: what an operation was not given.</summary>
internal sealed class Undefined
{
    public static readonly Undefined Value = new();

    private Undefined()
    {
    }
}

namespace Personalization.Evaluation.Protocols;

/// <param name="Name">Which figure.</param>
/// <param name="Value">What it is.</param>
/// <param name="AtLeast">What it has to be; not a number never reaches it.</param>
public sealed record Bar(string Name, double Value, double AtLeast)
{
    public bool Holds => Value >= AtLeast;
}

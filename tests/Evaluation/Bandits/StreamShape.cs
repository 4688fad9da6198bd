namespace Personalization.Evaluation.Bandits;

/// <param name="Name">Such as `10x16`.</param>
/// <param name="Arms">Items, late ones included.</param>
/// <param name="Dimensions">Context features.</param>
/// <param name="Steps">Decisions.</param>
internal sealed record StreamShape(string Name, int Arms, int Dimensions, int Steps);

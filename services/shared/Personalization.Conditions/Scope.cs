namespace Personalization.Conditions;

/// <param name="Data">What `var` looks in.</param>
/// <param name="Steps">Of the whole evaluation.</param>
internal readonly record struct Scope(object? Data, Steps Steps);

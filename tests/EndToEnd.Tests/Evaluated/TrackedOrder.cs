namespace Personalization.EndToEnd.Tests.Evaluated;

/// <summary>An order as a shop would track it.</summary>
/// <param name="Owner">Who.</param>
/// <param name="Id">The order's id.</param>
/// <param name="At">When.</param>
/// <param name="Lines">Products with their units, each product once, in the ordinal order of their ids.</param>
internal sealed record TrackedOrder(string Owner, string Id, DateTimeOffset At, IReadOnlyList<KeyValuePair<string, double>> Lines);

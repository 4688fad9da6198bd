namespace Personalization.Discovery.Api.Recommendations;

/// <summary>One purchase as the models need it. Names nobody: shopper and order are hashes.</summary>
/// <param name="S">Hash of the shopper.</param>
/// <param name="O">Hash of the order; of shopper and time when there was no order id.</param>
/// <param name="T">Unix milliseconds.</param>
/// <param name="P">Product id.</param>
/// <param name="Q">Units.</param>
/// <param name="E">Hash of the event, for telling repeats.</param>
internal sealed record LogLine(long S, long O, long T, string P, double Q, long E);

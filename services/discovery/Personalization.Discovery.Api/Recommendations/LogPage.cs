namespace Personalization.Discovery.Api.Recommendations;

/// <summary>Some purchases, in the order of their arrival.</summary>
internal sealed record LogPage(IReadOnlyList<LogLine> Lines);

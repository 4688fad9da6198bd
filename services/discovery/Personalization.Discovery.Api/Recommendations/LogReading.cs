namespace Personalization.Discovery.Api.Recommendations;

/// <param name="Lines">In the order of their arrival.</param>
/// <param name="First">First page there is.</param>
/// <param name="Place">Behind the last line.</param>
/// <param name="FromStart">True when everything was read: nothing was read before, or lines that were read have been erased.</param>
internal sealed record LogReading(IReadOnlyList<LogLine> Lines, int First, LogPlace Place, bool FromStart);

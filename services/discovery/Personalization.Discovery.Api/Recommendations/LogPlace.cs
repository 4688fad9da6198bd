namespace Personalization.Discovery.Api.Recommendations;

/// <param name="Page">A page.</param>
/// <param name="Line">Lines of it that lie before the place.</param>
/// <param name="Erasures">Of the log when it was read: with others, places before it are no places any more.</param>
internal readonly record struct LogPlace(int Page, int Line, int Erasures = 0);

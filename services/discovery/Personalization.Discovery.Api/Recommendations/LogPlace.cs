namespace Personalization.Discovery.Api.Recommendations;

/// <param name="Page">A page.</param>
/// <param name="Line">Lines of it that lie before the place.</param>
internal readonly record struct LogPlace(int Page, int Line);

using Personalization.Discovery.Contracts;

namespace Personalization.Discovery.Moments;

/// <summary>Completes a search context from the clock, where the caller left parts out.</summary>
public static class Moment
{
    /// <param name="context">What the caller knows.</param>
    /// <param name="local">The time where the shop is.</param>
    /// <param name="southern">True where the seasons are those of the southern hemisphere.</param>
    public static SearchContext Complete(SearchContext? context, DateTimeOffset local, bool southern)
    {
        context ??= new SearchContext();
        return context with
        {
            TimeOfDay = context.TimeOfDay ?? TimeOfDay(local.Hour),
            DayOfWeek = context.DayOfWeek ?? local.DayOfWeek.ToString().ToLowerInvariant(),
            Season = context.Season ?? Season(local.Month, southern),
        };
    }

    private static string TimeOfDay(int hour) => hour switch
    {
        >= 5 and < 12 => "morning",
        >= 12 and < 17 => "afternoon",
        >= 17 and < 22 => "evening",
        _ => "night",
    };

    private static string Season(int month, bool southern) => (((month % 12 / 3) + (southern ? 2 : 0)) % 4) switch
    {
        0 => "winter",
        1 => "spring",
        2 => "summer",
        _ => "autumn",
    };
}

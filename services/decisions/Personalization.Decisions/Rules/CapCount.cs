using System.Globalization;
using Personalization.Decisions.Contracts;

namespace Personalization.Decisions.Rules;

/// <summary>Where a cap is counted: which document, which line of it, until when.</summary>
/// <param name="Owner">Null: the shopper's own document; else that of a rule and window.</param>
/// <param name="Line">In the document.</param>
/// <param name="Limit">The most it may come to.</param>
/// <param name="Ends">When the window is over.</param>
public sealed record CapCount(string? Owner, string Line, int Limit, DateTimeOffset Ends)
{
    private const char Separator = '|';

    /// <summary>The count of an item under a rule at a time.</summary>
    public static CapCount Of(Rule rule, string item, DateTimeOffset now)
    {
        var (window, ends) = Window(rule.Definition.Window, now.UtcDateTime);
        var counted = rule.Definition.Together == true ? "" : item;
        return rule.Definition.Per == CapScopes.Store
            ? new CapCount($"{rule.Id}{Separator}{window}", counted, rule.Definition.Limit ?? 1, ends)
            : new CapCount(null, $"{window}{Separator}{rule.Id}{Separator}{counted}", rule.Definition.Limit ?? 1, ends);
    }

    private static (string Name, DateTimeOffset Ends) Window(string? window, DateTime now)
    {
        var start = window switch
        {
            CapScopes.Hour => now.Date.AddHours(now.Hour),
            CapScopes.Week => now.Date.AddDays(-(((int)now.DayOfWeek + 6) % 7)),
            _ => now.Date,
        };
        var ends = window switch
        {
            CapScopes.Hour => start.AddHours(1),
            CapScopes.Week => start.AddDays(7),
            _ => start.AddDays(1),
        };
        return ($"{window ?? CapScopes.Day}{start.ToString("yyyyMMddHH", CultureInfo.InvariantCulture)}", new DateTimeOffset(ends, TimeSpan.Zero));
    }
}

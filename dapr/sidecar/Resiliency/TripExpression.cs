using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Personalization.Sidecar.Resiliency;

/// <summary>
/// A breaker's <c>trip</c>: comparisons of <c>requests</c>, <c>totalSuccesses</c>, <c>totalFailures</c>, <c>consecutiveSuccesses</c> or
/// <c>consecutiveFailures</c> with a whole number, joined by <c>&amp;&amp;</c> (binds tighter) and <c>||</c>.
/// </summary>
internal sealed partial class TripExpression
{
    /// <summary>daprd's default.</summary>
    public const string Default = "consecutiveFailures > 5";

    private readonly List<List<Comparison>> _alternatives = [];

    private TripExpression()
    {
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out TripExpression? expression)
    {
        expression = new TripExpression();
        foreach (var alternative in text.Split("||"))
        {
            var all = new List<Comparison>();
            foreach (var part in alternative.Split("&&"))
            {
                var match = ComparisonPattern().Match(part);
                if (!match.Success || !int.TryParse(match.Groups[3].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                {
                    expression = null;
                    return false;
                }

                all.Add(new Comparison(match.Groups[1].Value, match.Groups[2].Value, number));
            }

            expression._alternatives.Add(all);
        }

        return true;
    }

    public bool Holds(BreakerCounts counts) => _alternatives.Exists(all => all.TrueForAll(c => c.Holds(counts)));

    [GeneratedRegex(@"^\s*(requests|totalSuccesses|totalFailures|consecutiveSuccesses|consecutiveFailures)\s*(>=|<=|==|!=|>|<)\s*(\d+)\s*$")]
    private static partial Regex ComparisonPattern();

    private sealed record Comparison(string Count, string Operator, int Number)
    {
        public bool Holds(BreakerCounts counts)
        {
            var value = Count switch
            {
                "requests" => counts.Requests,
                "totalSuccesses" => counts.TotalSuccesses,
                "totalFailures" => counts.TotalFailures,
                "consecutiveSuccesses" => counts.ConsecutiveSuccesses,
                _ => counts.ConsecutiveFailures,
            };
            return Operator switch
            {
                ">" => value > Number,
                ">=" => value >= Number,
                "<" => value < Number,
                "<=" => value <= Number,
                "==" => value == Number,
                _ => value != Number,
            };
        }
    }
}

using Microsoft.Extensions.Options;

namespace Personalization.Discovery.Api;

internal sealed class DiscoveryOptionsValidator : IValidateOptions<DiscoveryOptions>
{
    public ValidateOptionsResult Validate(string? name, DiscoveryOptions options)
    {
        List<string> faults = [];
        Check(options.PopularityInterval >= TimeSpan.FromSeconds(1), "PopularityInterval must be at least 1 s");
        Check(options.LookInterval >= TimeSpan.FromMilliseconds(100), "LookInterval must be at least 100 ms");
        Check(options.Lease > TimeSpan.Zero, "Lease must be above 0");
        Check(options.AbandonedAfter > TimeSpan.Zero && options.KeepOutcome > TimeSpan.Zero, "AbandonedAfter and KeepOutcome must be above 0");
        Check(options.ContextBudget > TimeSpan.Zero && options.ContextBudget <= TimeSpan.FromSeconds(2), "ContextBudget must be above 0 and at most 2 s");
        Check(TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _), $"TimeZone '{options.TimeZone}' is unknown: use an IANA name such as Europe/Berlin");
        Check(options.Popularity.HalfLife >= TimeSpan.FromHours(1), "Popularity:HalfLife must be at least 1 h");
        Check(options.Popularity is { Purchase: >= 0, AddToCart: >= 0, Click: >= 0, Returned: <= 0 }, "Popularity weights must be 0 or above, Returned 0 or below");
        Check(options.Ranking is { Candidates: > 0 and <= 10_000, LiftPrior: > 0, SessionPrior: > 0, NatsPerBand: > 0, NatsPerDemotion: > 0, FullScore: > 0 }, "Ranking: Candidates must be 1 to 10,000; priors, NatsPerBand, NatsPerDemotion and FullScore above 0");
        Check(options.Ranking.Protected <= options.Ranking.FirstPage, "Ranking:Protected must not exceed FirstPage");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add($"{DiscoveryOptions.Section}: {fault}.");
            }
        }
    }
}

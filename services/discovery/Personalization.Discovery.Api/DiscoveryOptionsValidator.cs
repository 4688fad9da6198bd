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
        Check(options.LearnAfter >= TimeSpan.Zero, "LearnAfter must be 0 or above");
        Check(options.RelearnGrowth > 1, "RelearnGrowth must be above 1");
        Check(options.Baskets is { RecentHalfLifeDays: > 0, PairedItems: > 1, Pairs: > 0 }, "Baskets: RecentHalfLifeDays and Pairs must be above 0, PairedItems above 1");
        Check(options.NextBasket is { OwnCandidates: > 0, PopularCandidates: >= 0, SampleOf: > 0, Rows: >= 1000, MinBaskets: > 0, Boosting: { Trees: > 0, SampleOf: > 0, Leaves: > 1, LearningRate: > 0 and <= 1, Bins: > 1 and <= 256 } }, "NextBasket: OwnCandidates, SampleOf, MinBaskets and Boosting:Trees must be above 0, Rows at least 1,000, Leaves and Bins at least 2, Bins at most 256, LearningRate above 0 and at most 1");
        Check(options.Recommendations is { FaceShapeFrom: >= 0 and <= 1, DiscoveryRelevance: >= 0 and <= 1, Frames: > 0, RemindDaysAhead: >= 0, ForgottenIntervals: > 0 }, "Recommendations: FaceShapeFrom and DiscoveryRelevance must be 0 to 1, Frames and ForgottenIntervals above 0, RemindDaysAhead 0 or above");
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

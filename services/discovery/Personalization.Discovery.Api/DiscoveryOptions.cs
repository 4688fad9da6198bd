using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Popularity;
using Personalization.Discovery.Ranking;
using Personalization.Discovery.Recommendations;

namespace Personalization.Discovery.Api;

/// <summary>Section `Discovery` of the configuration.</summary>
internal sealed class DiscoveryOptions
{
    public const string Section = "Discovery";

    /// <summary>How often popularity is frozen anew into an index version of its own. Shorter shows new trends sooner and makes every copy fetch more often.</summary>
    public TimeSpan PopularityInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often the state is looked at for what another replica published, and for imports it left behind.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>A replica that runs imports loses that right after this without a renewal: how long an import stands still after a crash.</summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(6);

    /// <summary>An import whose body never became complete is forgotten after this.</summary>
    public TimeSpan AbandonedAfter { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long the outcome of an import can be asked for.</summary>
    public TimeSpan KeepOutcome { get; set; } = TimeSpan.FromDays(30);

    /// <summary>Limit of asking a shopper's actor; past it the standard order is the answer.</summary>
    public TimeSpan ContextBudget { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Time zone of the shop, for the time of day that a request does not give. An IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>True where it is summer in January.</summary>
    public bool SouthernHemisphere { get; set; }

    public RankingOptions Ranking { get; set; } = new();

    /// <summary>What is counted over all baskets. More pairs take more memory: about 40 bytes each.</summary>
    public BasketStatisticsOptions Baskets { get; set; } = new();

    /// <summary>How the next basket is learned. More rows take more memory and time while learning: about 110 bytes each.</summary>
    public NextBasketOptions NextBasket { get; set; } = new();

    public RecommendationOptions Recommendations { get; set; } = new();

    /// <summary>Growth of the baskets, such as 1.5, at which the models are learned anew.</summary>
    public double RelearnGrowth { get; set; } = 1.5;

    /// <summary>How long after its start a process leaves learning alone: a start has other work, and the plain strategies or the version in force serve meanwhile.</summary>
    public TimeSpan LearnAfter { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often what is searched most is written, so that the next process is warm for it.</summary>
    public TimeSpan KeepQueriesEvery { get; set; } = TimeSpan.FromMinutes(1);

    public PopularityOptions Popularity { get; set; } = new();
}

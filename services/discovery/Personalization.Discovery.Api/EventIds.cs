namespace Personalization.Discovery.Api;

/// <summary>Every log event id of this service, once.</summary>
internal static class EventIds
{
    public const int CatalogueLoaded = 2001;
    public const int Published = 2003;
    public const int BroadcastFailed = 2004;
    public const int LookFailed = 2005;
    public const int StateAway = 2006;
    public const int ImportDone = 2011;
    public const int ImportFailed = 2012;
    public const int ImportAbandoned = 2013;
    public const int PopularityFailed = 2021;
    public const int PopularityPoison = 2022;
    public const int ContextFailed = 2031;
    public const int ModelFailed = 2041;
    public const int ModelLearned = 2042;
    public const int ModelTaken = 2043;
    public const int ModelGoesOn = 2044;
}

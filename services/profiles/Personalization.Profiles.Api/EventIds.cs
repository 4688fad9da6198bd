namespace Personalization.Profiles.Api;

/// <summary>Every log event id of this service, once.</summary>
internal static class EventIds
{
    public const int RulesLoaded = 1001;
    public const int RulesRefused = 1002;
    public const int RulesUnreadable = 1003;
    public const int SaveFailed = 1011;
    public const int LoadFailed = 1012;
    public const int ArmFailed = 1013;
    public const int DisarmFailed = 1014;
    public const int PublishFailed = 1021;
    public const int LeftoversPublished = 1022;
    public const int HintsUnavailable = 1023;
    public const int ChangesNotTold = 1024;
    public const int ReplayFailed = 1031;
    public const int Replayed = 1032;
    public const int MergeInterrupted = 1041;
    public const int WarmUpDone = 1051;
}

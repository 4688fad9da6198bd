namespace Personalization.Decisions.Api;

/// <summary>Every log event id of this service, once.</summary>
internal static class EventIds
{
    public const int NotLogged = 4001;
    public const int LogNotAnswered = 4002;
    public const int LearnFailed = 4011;
    public const int RewardPoison = 4021;
    public const int RewardFailed = 4022;
    public const int NotTold = 4031;
    public const int DefinitionsNotRead = 4032;
    public const int RuleLeftOut = 4033;
    public const int ContentLeftOut = 4034;
    public const int NotScored = 4041;
}

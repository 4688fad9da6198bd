using Personalization.Decisions.Deciding;

namespace Personalization.Decisions.Api;

/// <summary>Options of the decisions service. Section `Decisions`.</summary>
internal sealed class DecisionsOptions
{
    public const string Section = "Decisions";

    /// <summary>Of slots that <see cref="Slots"/> does not name.</summary>
    public SlotSettings Default { get; set; } = new();

    /// <summary>By name.</summary>
    public Dictionary<string, SlotSettings> Slots { get; set; } = [];

    /// <summary>Slots with a model of their own, in one store. Further ones show their default.</summary>
    public int MaxSlots { get; set; } = 1_000;

    /// <summary>How long decisions, their rewards and their place in the log are kept: until then a late reward still corrects the model.</summary>
    public TimeSpan Retention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long a reward waits for a decision that is not known yet.</summary>
    public TimeSpan EarlyRewards { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Between two looks for decisions whose window closed, and for what other replicas learned.</summary>
    public TimeSpan LearnInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>A replica silent for this long has its part of the log taken over by another.</summary>
    public TimeSpan LaneLease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Calls that wait to be logged. More are answered with their defaults.</summary>
    public int LogQueue { get; set; } = 4_096;

    public SlotSettings Of(string slot) => Slots.GetValueOrDefault(slot, Default);
}

using Personalization.Abstractions.Identity;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Learning;
using Personalization.Profiles.State;
using Personalization.Profiles.Versions;

namespace Personalization.Profiles.Turns;

/// <summary>One turn over events, decided: the state to commit, what to publish, what to answer once it is committed.</summary>
public sealed record TrackTurn
{
    private TrackTurn()
    {
    }

    /// <summary>With its version raised when anything was learned.</summary>
    public required ShopperState State { get; init; }

    public required IReadOnlyList<InteractionRecorded> Finished { get; init; }

    /// <summary>One for each event, as they stand once <see cref="State"/> is committed.</summary>
    public required IReadOnlyList<TrackResult> Results { get; init; }

    /// <summary>False when every event was a repeat: there is nothing to commit.</summary>
    public bool Changed => Finished.Count > 0;

    public static TrackTurn Run(ShopperState state, IEnumerable<Interaction> events, ShopperKey shopper, LearningRules rules)
    {
        var next = state with { Version = state.Version + 1 };
        var version = StateVersion.Of(shopper.ActorId, next.Version).ToString();
        List<InteractionRecorded> finished = [];
        List<TrackResult> results = [];
        foreach (var interaction in events)
        {
            var outcome = PreferenceEngine.Learn(next, interaction, rules);
            next = outcome.State;
            if (!outcome.Duplicate)
            {
                finished.AddRange(EventFinisher.Finish(interaction, outcome, shopper, version));
            }

            results.Add(new TrackResult
            {
                EventId = interaction.EventId,
                Accepted = true,
                Duplicate = outcome.Duplicate,
                Durable = true,
                PreferencesChanged = outcome.PreferencesChanged,
            });
        }

        return new TrackTurn { State = finished.Count == 0 ? state : next, Finished = finished, Results = results };
    }
}

using Microsoft.Extensions.Options;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Models;
using Personalization.Decisions.Rewards;

namespace Personalization.Decisions.Api;

internal sealed class DecisionsOptionsValidator : IValidateOptions<DecisionsOptions>
{
    /// <summary>A model is one value of the state store, read and written whole.</summary>
    private const long MostNumbers = 200_000;

    public ValidateOptionsResult Validate(string? name, DecisionsOptions options)
    {
        List<string> faults = [];
        Require(options.MaxSlots > 0, "MaxSlots must be above 0");
        Require(options.LogQueue > 0, "LogQueue must be above 0");
        Require(options.LearnInterval > TimeSpan.Zero, "LearnInterval must be above 0");
        Require(options.LaneLease > options.LearnInterval * 2, "LaneLease must be longer than two LearnIntervals, or living replicas lose their lanes");
        foreach (var (slot, settings) in options.Slots.Append(KeyValuePair.Create("Default", options.Default)))
        {
            Check(slot, settings, options.Retention);
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Require(bool holds, string why)
        {
            if (!holds)
            {
                faults.Add($"Decisions: {why}.");
            }
        }

        void Check(string slot, SlotSettings settings, TimeSpan retention)
        {
            var d = settings.Model.Dimensions;
            Require(d is >= 2 and <= ModelOptions.MostDimensions, $"{slot}.Model.Dimensions is {d}; use 2 to {ModelOptions.MostDimensions}");
            Require(settings.Model.Features.Count < d && settings.Model.Features.Distinct().Count() == settings.Model.Features.Count, $"{slot}.Model.Features needs fewer names than Dimensions, each once");
            Require(
                settings.Model.NumbersAnArm * settings.Model.MaxArms <= MostNumbers,
                $"{slot}.Model.MaxArms x {(settings.Model.IsDiagonal ? "2 Dimensions" : "Dimensions^2 / 2")} is above {MostNumbers}; use fewer of either");
            Require(settings.Model.Ridge > 0, $"{slot}.Model.Ridge must be above 0");
            Require(settings.Model.HalfLife is null || settings.Model.HalfLife >= TimeSpan.FromMinutes(1), $"{slot}.Model.HalfLife must be at least a minute, or absent");
            Require(settings.Exploration.Create() is not null, $"{slot}.Exploration.Algorithm is '{settings.Exploration.Algorithm}'; use epsilon_greedy, linucb or thompson");
            Require(settings.Exploration.Epsilon is >= 0 and <= 1, $"{slot}.Exploration.Epsilon must be 0 to 1");
            Require(settings.Exploration.Alpha >= 0, $"{slot}.Exploration.Alpha must be at least 0");
            Require(settings.Exploration.Draws is >= 1 and <= 10_000, $"{slot}.Exploration.Draws must be 1 to 10,000");
            Require(RewardAggregation.All.Contains(settings.Aggregation), $"{slot}.Aggregation is '{settings.Aggregation}'; use {string.Join(", ", RewardAggregation.All)}");
            Require(settings.Scorer is not { } scorer || (Uri.TryCreate(scorer.Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && scorer.Model.Length > 0 && scorer.Timeout <= TimeSpan.FromSeconds(1)),
                $"{slot}.Scorer needs an http Url, a Model, and a Timeout of at most a second");
            Require(settings.Wait >= TimeSpan.Zero && settings.Wait < retention, $"{slot}.Wait must be shorter than Retention");
            Require(double.IsFinite(settings.DefaultReward) && double.IsFinite(settings.PurchaseValue) && settings.Signals.Values.All(double.IsFinite), $"{slot}: rewards must be finite");
        }
    }
}

using System.Text.Json;
using Personalization.Decisions.Api;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Models;

/// <summary>R5.2: models above 64 dimensions, over hashed crosses.</summary>
public sealed class DiagonalBanditTests
{
    private const int Seed = 20261121;
    private const int D = 256;

    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly ModelOptions Options = new() { Dimensions = D, MaxArms = 50 };
    private static readonly string[] Weathers = ["sun", "rain"];

    /// <summary>Items come and go, so that only what they have in common can be learned: warm ones are liked in rain and cold ones in sun, which no sum of the two says.</summary>
    [Theory]
    [InlineData(EpsilonGreedy.Name)]
    [InlineData(UpperConfidence.Name)]
    [InlineData(ThompsonSampling.Name)]
    public void Decide_ItemsNeverSeenBefore_FitsThemToTheContextByTheirCrosses(string algorithm)
    {
        var exploration = new ExplorationOptions { Algorithm = algorithm, Epsilon = 0.05, Alpha = 0.1 };
        var crossed = Play(new SlotSettings { Model = Options, Exploration = exploration });
        var plain = Play(new SlotSettings { Model = new ModelOptions { Dimensions = 64, MaxArms = 50 }, Exploration = exploration });

        // A guess is right in half of the cases, and so is a sum of what weather and item do each.
        crossed.ShouldBeGreaterThan(0.8);
        plain.ShouldBeLessThan(0.65);
    }

    [Fact]
    public void Learn_ManyFeaturesThatSayTheSame_GoesToTheRewardAndNotBeyond()
    {
        var model = new BanditModel(Options with { HalfLife = null });
        var x = new double[D];
        x.AsSpan(0, 100).Fill(1);
        for (var i = 0; i < 200; i++)
        {
            model.Learn("a", x, 1, Start);
            model.Estimate("a", x, Start, deviations: false).Mean.ShouldBeInRange(0, 1.01);
        }

        model.Estimate("a", x, Start, deviations: false).Mean.ShouldBe(1, 0.01);
    }

    [Fact]
    public void Estimate_ItemSeenOftenRarelyNever_IsTheLessSureTheRarer()
    {
        var model = Learned(Log(400, new Random(Seed)), Options);
        var x = Log(1, new Random(Seed + 1))[0].X;
        for (var i = 0; i < 3; i++)
        {
            model.Learn("rare", x, 1, Start);
        }

        var deviations = new[] { "item0", "rare", "new" }.Select(item => model.Estimate(item, x, Start, deviations: true).Deviation).ToArray();

        deviations.ShouldBe(deviations.Order());
        deviations[0].ShouldBeLessThan(deviations[1]);
        deviations[1].ShouldBeLessThan(deviations[2]);
    }

    [Fact]
    public void Learn_KeptAndRestoredAfterEachStep_TheSameToTheLastBit()
    {
        var log = Log(150, new Random(Seed));
        var live = Learned(log, Options);
        var kept = KeptModel.From(new BanditModel(Options));
        foreach (var entry in log)
        {
            var model = KeptModel.Restore(Json(Json(kept)), Options);
            model.Learn(entry.Item, entry.X, entry.Reward, entry.At);
            kept = KeptModel.From(model);
        }

        Json(kept).ShouldBe(Json(KeptModel.From(live)));
    }

    [Fact]
    public void Restore_KeptWithOtherDimensions_IsAnEmptyModel()
    {
        var kept = KeptModel.From(Learned(Log(10, new Random(Seed)), Options));

        KeptModel.Restore(kept, Options with { Dimensions = 128 }).Knows("item0").ShouldBeFalse();
        KeptModel.Restore(kept, Options with { Dimensions = 16 }).Knows("item0").ShouldBeFalse();
    }

    [Fact]
    public void Merge_ModelsOfTwoReplicas_CountsEachByWhatItSaw()
    {
        var options = Options with { HalfLife = null };
        var x = Log(1, new Random(Seed))[0].X;
        var (left, right) = (new BanditModel(options), new BanditModel(options));
        Enumerable.Range(0, 300).ToList().ForEach(_ => left.Learn("a", x, 1, Start));
        Enumerable.Range(0, 100).ToList().ForEach(_ => right.Learn("a", x, 0, Start));

        left.Merge(right);

        left.Estimate("a", x, Start, deviations: false).Mean.ShouldBe(0.75, 0.05);
    }

    [Fact]
    public void Correct_RewardThatCameLate_CountsAsMuchAsOneThatWasKnown()
    {
        var x = Log(1, new Random(Seed))[0].X;
        var (known, late) = (new BanditModel(Options with { HalfLife = null }), new BanditModel(Options with { HalfLife = null }));
        for (var i = 0; i < 200; i++)
        {
            known.Learn("a", x, i % 2, Start);
            late.Learn("a", x, 0, Start);
        }

        for (var i = 0; i < 100; i++)
        {
            late.Correct("a", x, 0, 1, Start);
        }

        late.Estimate("a", x, Start, deviations: false).Mean.ShouldBe(known.Estimate("a", x, Start, deviations: false).Mean, 0.1);
        late.NoiseVariance.ShouldBe(known.NoiseVariance, 1e-9);
    }

    [Fact]
    public void Learn_WithAHalfLife_FollowsAChangeSoonerThanWithout()
    {
        var x = Log(1, new Random(Seed))[0].X;
        var models = new TimeSpan?[] { TimeSpan.FromDays(1), null }.Select(halfLife => new BanditModel(Options with { HalfLife = halfLife })).ToArray();
        foreach (var model in models)
        {
            for (var hour = 0; hour < 24 * 120; hour++)
            {
                model.Learn("a", x, hour < 24 * 114 ? 0 : 1, Start.AddHours(hour));
            }
        }

        var estimates = models.Select(model => model.Estimate("a", x, Start.AddDays(120), deviations: false).Mean).ToArray();
        estimates[0].ShouldBeGreaterThan(0.95);
        estimates[1].ShouldBeLessThan(0.6);
    }

    [Theory]
    [InlineData(4_097, 10, false)]
    [InlineData(4_096, 24, true)]
    [InlineData(4_096, 25, false)]
    [InlineData(256, 390, true)]
    [InlineData(65, 1_000, true)]
    public void Options_DimensionsAndArms_AreBoundedByWhatOneValueOfTheStateHolds(int dimensions, int arms, bool fits)
    {
        var options = new DecisionsOptions { Default = new SlotSettings { Model = new ModelOptions { Dimensions = dimensions, MaxArms = arms } } };

        new DecisionsOptionsValidator().Validate(null, options).Succeeded.ShouldBe(fits);
    }

    /// <summary>The share of right choices among new items, after some were seen.</summary>
    private static double Play(SlotSettings settings)
    {
        const int rounds = 2_000, judged = 500;
        var random = new Random(Seed);
        var model = new BanditModel(settings.Model);
        var space = FeatureSpace.Of(settings.Model);
        var right = 0;
        for (var round = 0; round < rounds; round++)
        {
            var weather = Weathers[random.Next(2)];
            NamedValue[] context = [new($"weather={weather}", 1), new("hour", random.Next(24))];
            DecideItem[] items = [.. Enumerable.Range(0, 2).Select(item => new DecideItem
            {
                Id = $"item{(round * 2) + item}",
                Features = [new(item == round % 2 ? "kind=warm" : "kind=cold", 1), new("price", random.NextDouble())],
            })];
            var now = Start.AddSeconds(round);
            var chosen = SlotDecider.Decide(new DecideSlot { Name = "home", Items = items }, context, settings, model, "d", Lottery.Seed($"r{round}", "home"), now).Chosen;
            var fits = (items[chosen].Features![0].Name == "kind=warm") == (weather == "rain");
            right += fits && round >= rounds - judged ? 1 : 0;
            model.Learn(items[chosen].Id, SlotDecider.Encode(space, context, items[chosen].Features), random.NextDouble() < (fits ? 0.8 : 0.2) ? 1 : 0, now);
        }

        return (double)right / judged;
    }

    private static List<(string Item, double[] X, double Reward, DateTimeOffset At)> Log(int count, Random random)
    {
        var space = FeatureSpace.Of(Options);
        return [.. Enumerable.Range(0, count).Select(i => (
            $"item{i % 5}",
            SlotDecider.Encode(space, [new NamedValue($"weather={Weathers[random.Next(2)]}", 1)], [new NamedValue("price", random.NextDouble())]),
            random.NextDouble(),
            Start.AddHours(i)))];
    }

    private static BanditModel Learned(IEnumerable<(string Item, double[] X, double Reward, DateTimeOffset At)> log, ModelOptions options)
    {
        var model = new BanditModel(options);
        foreach (var entry in log)
        {
            model.Learn(entry.Item, entry.X, entry.Reward, entry.At);
        }

        return model;
    }

    private static string Json(KeptModel kept) => JsonSerializer.Serialize(kept, StateJson.Default.KeptModel);

    private static KeptModel? Json(string text) => JsonSerializer.Deserialize(text, StateJson.Default.KeptModel);
}

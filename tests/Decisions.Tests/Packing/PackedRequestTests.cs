using System.Text.Json;
using Personalization.Decisions.Choices;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Contracts.Packing;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Tests.Packing;

/// <summary>How calls travel makes no difference to what is decided.</summary>
public sealed class PackedRequestTests
{
    private const int Seed = 20261121;
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void WriteAndRead_AnyRequest_IsTheSame()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 2_000; i++)
        {
            var request = SeededCalls.Next(random);

            var once = PackedRequest.Read(PackedRequest.Write(request));
            var twice = PackedRequest.Read(PackedRequest.Write(once));

            Json(once).ShouldBe(Json(request), $"call {i}, seed {Seed}");
            Json(twice).ShouldBe(Json(request), $"call {i}, seed {Seed}");
        }
    }

    [Fact]
    public void Read_CutOffAnywhere_IsRefused()
    {
        var whole = PackedRequest.Write(SeededCalls.Next(new Random(Seed)));
        for (var length = 0; length < whole.Length; length++)
        {
            Should.Throw<FormatException>(() => PackedRequest.Read(whole[..length]));
        }
    }

    [Fact]
    public void Write_FeaturesOfTwoBlocks_AreOneAgain()
    {
        var random = new Random(Seed);
        var (one, other) = (PackedRequest.Read(PackedRequest.Write(SeededCalls.Next(random))), PackedRequest.Read(PackedRequest.Write(SeededCalls.Next(random))));
        var mixed = one with { Slots = [.. one.Slots, .. other.Slots] };

        Json(PackedRequest.Read(PackedRequest.Write(mixed))).ShouldBe(Json(mixed));
    }

    [Theory]
    [InlineData(EpsilonGreedy.Name)]
    [InlineData(UpperConfidence.Name)]
    [InlineData(ThompsonSampling.Name)]
    public void Decide_PackedOrNot_IsTheSameToTheLastBit(string algorithm)
    {
        var random = new Random(Seed);
        var settings = new SlotSettings { Model = new ModelOptions { Features = ["f1"] }, Exploration = new ExplorationOptions { Algorithm = algorithm } };
        BanditModel[] models = [new(settings.Model), new(settings.Model)];
        for (var i = 0; i < 300; i++)
        {
            var request = SeededCalls.Next(random);
            var packed = PackedRequest.Read(PackedRequest.Write(request));
            foreach (var (slot, other) in request.Slots.Zip(packed.Slots))
            {
                var now = Start.AddMinutes(i);
                var expected = SlotDecider.Decide(slot, request.Context, settings, models[0], "d", Lottery.Seed($"r{i}", slot.Name), now);
                var decided = SlotDecider.Decide(other, packed.Context, settings, models[1], "d", Lottery.Seed($"r{i}", slot.Name), now);

                JsonSerializer.Serialize(decided.Decided, DecisionsJson.Default.DecideReply.Options).ShouldBe(JsonSerializer.Serialize(expected.Decided, DecisionsJson.Default.DecideReply.Options));
                decided.Probabilities.ShouldBe(expected.Probabilities);
                var reward = random.NextDouble();
                Learn(models[0], settings, request.Context, slot.Items[expected.Chosen], reward, now);
                Learn(models[1], settings, packed.Context, other.Items[decided.Chosen], reward, now);
            }
        }
    }

    private static void Learn(BanditModel model, SlotSettings settings, IReadOnlyList<NamedValue>? context, DecideItem item, double reward, DateTimeOffset now) =>
        model.Learn(item.Id, SlotDecider.Encode(FeatureSpace.Of(settings.Model), context, item.Features), reward, now);

    private static string Json(DecideRequest request) => JsonSerializer.Serialize(request, DecisionsJson.Default.DecideRequest);
}

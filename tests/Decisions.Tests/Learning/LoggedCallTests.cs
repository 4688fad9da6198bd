using System.Text.Json;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Tests.Packing;

namespace Personalization.Decisions.Tests.Learning;

public sealed class LoggedCallTests
{
    private const int Seed = 20261121;

    [Fact]
    public void WriteAndRead_AnyCall_IsTheSame()
    {
        var random = new Random(Seed);
        for (var i = 0; i < 500; i++)
        {
            var request = SeededCalls.Next(random);
            var call = new LoggedCall
            {
                At = new DateTimeOffset(2026, 1, 1, 0, 0, i % 60, TimeSpan.Zero),
                Deferred = request.Deferred,
                Digest = request.RequestId,
                Context = request.Context,
                Slots = [.. request.Slots.Select(slot => new LoggedSlot(slot.Name, slot.Items, [.. slot.Items.Select((_, item) => item % 3 == 0 ? 0.1 : random.NextDouble())], random.Next(slot.Items.Count)))],
                Reply = request.RequestId is null ? null : new DecideReply { Exhausted = ["x"] },
            };

            var read = JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(call, StateJson.Default.LoggedCall), StateJson.Default.LoggedCall)!;

            (read.At, read.Deferred, read.Digest).ShouldBe((call.At, call.Deferred, call.Digest));
            (read.Reply is null).ShouldBe(call.Reply is null);
            (read.Context ?? []).ShouldBe(call.Context ?? []);
            foreach (var (slot, expected) in read.Slots.Zip(call.Slots, (one, two) => (one, two)))
            {
                (slot.Slot, slot.Chosen).ShouldBe((expected.Slot, expected.Chosen));
                slot.Probabilities.ShouldBe(expected.Probabilities);
                slot.Items.Select(item => item.Id).ShouldBe(expected.Items.Select(item => item.Id));
                slot.Items.SelectMany(item => item.Features ?? []).ShouldBe(expected.Items.SelectMany(item => item.Features ?? []));
            }
        }
    }

    [Fact]
    public void Read_AsOlderLogsHoldIt_IsUnderstood()
    {
        var read = JsonSerializer.Deserialize(
            """{"at":"2026-01-01T00:00:00+00:00","context":["hour",8],"slots":[{"slot":"home","items":[{"id":"a","features":["price",2.5]},{"id":"b"}],"probabilities":[0.9,0.1],"chosen":1}]}""",
            StateJson.Default.LoggedCall)!;

        read.Context.ShouldBe([new NamedValue("hour", 8)]);
        (read.Slots[0].Slot, read.Slots[0].Chosen, read.Slots[0].Items[1].Id).ShouldBe(("home", 1, "b"));
        read.Slots[0].Items[0].Features.ShouldBe([new NamedValue("price", 2.5)]);
        read.Slots[0].Probabilities.ShouldBe([0.9, 0.1]);
    }

    [Theory]
    [InlineData("""{"at":"2026-01-01T00:00:00+00:00"}""")]
    [InlineData("""{"at":"2026-01-01T00:00:00+00:00","packed":"AQ=="}""")]
    [InlineData("""{"at":"2026-01-01T00:00:00+00:00","packed":"BwAA"}""")]
    public void Read_NoCall_IsRefused(string json) => Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, StateJson.Default.LoggedCall));
}

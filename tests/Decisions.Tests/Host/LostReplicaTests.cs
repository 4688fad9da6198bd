using Personalization.Decisions.Api.Learning;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Contracts;
using Personalization.Decisions.Deciding;
using Personalization.Decisions.Features;
using Personalization.Decisions.Models;
using Personalization.Decisions.Tests.State;

namespace Personalization.Decisions.Tests.Host;

/// <summary>R5.2: replicas that die at any moment lose nothing that was acknowledged, and learn nothing twice.</summary>
public sealed class LostReplicaTests
{
    private const int Seed = 20261120;
    private const int Decisions = 20_000;
    private const int AtOnce = 100;

    private static readonly SlotSettings Settings = new() { Wait = Replica.Wait, Model = new ModelOptions { Dimensions = 8 } };

    private readonly InMemoryDecisionsState _state = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task Replicas_KilledAtRandom_TheModelIsThatOfTheLog()
    {
        TestContext.Current.SendDiagnosticMessage("seed {0}", Seed);
        var random = new Random(Seed);
        var expected = new Dictionary<string, Known>(StringComparer.Ordinal);
        var losses = new Random(Seed + 1);
        _state.Answer = () => losses.Next(40) switch
        {
            0 => CommitAnswer.IsNo,
            1 => CommitAnswer.IsLost,
            _ => CommitAnswer.Comes,
        };
        var replicas = new List<Replica> { await StartAsync(), await StartAsync() };
        for (var done = 0; done < Decisions; done += AtOnce)
        {
            var replica = replicas[random.Next(2)];
            var requests = Enumerable.Range(0, AtOnce).Select(i => Request(random)).ToArray();
            foreach (var (request, reply) in requests.Zip(await Task.WhenAll(requests.Select(request => Try(() => replica.DecideAsync(request))))))
            {
                if (reply is not null)
                {
                    expected.Add(reply.Decisions[0].DecisionId, new Known(request, reply.Decisions[0].Selected, _time.Now));
                }
            }

            foreach (var id in expected.Keys.TakeLast(300).Where(_ => random.NextDouble() < 0.15).ToArray())
            {
                var value = random.Next(1, 4);

                // Without an answer it is sent again, under the same name.
                while (await Try(() => replica.RewardAsync(id, value, $"e{value}", _time.Now)) is null)
                {
                }

                expected[id].Rewards[$"e{value}"] = value;
            }

            _time.Now += TimeSpan.FromSeconds(random.Next(10, 300));
            await Try(async () =>
            {
                await replicas[random.Next(2)].LookAsync();
                return new object();
            });
            if (random.NextDouble() < 0.1)
            {
                // It dies in the middle of whatever it commits next.
                _state.CommitsLeft = random.Next(0, 3);
                await Try(async () =>
                {
                    await replica.LookAsync();
                    return new object();
                });
                _state.CommitsLeft = -1;
                replicas.Remove(replica);
                await replica.DisposeAsync();
                replicas.Add(await StartAsync());
            }
        }

        _state.Answer = () => CommitAnswer.Comes;
        for (var look = 0; look < 5; look++)
        {
            _time.Now += Replica.Wait;
            foreach (var replica in replicas)
            {
                await replica.LookAsync();
            }
        }

        foreach (var replica in replicas)
        {
            await replica.DisposeAsync();
        }

        (await LearnedModel.ListAsync(_state, "home")).ShouldBe(expected.Keys.Select(id => new LearnedSlot(id, 0)), ignoreOrder: true);
        Compare(await LearnedModel.ReadAsync(_state, "home"), Relearn(Settings, expected.Values));
    }

    private async Task<Replica> StartAsync() => await Replica.StartAsync(_state, _time, options => options.Default = Settings);

    private static async Task<T?> Try<T>(Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await call();
        }
        catch (StateUnavailableException)
        {
            return null;
        }
    }

    private static DecideRequest Request(Random random) => new()
    {
        StoreId = "main",
        Context = [new NamedValue($"weather={random.Next(3)}", 1), new NamedValue("hour", random.Next(24))],
        Slots = [new DecideSlot { Name = "home", Items = [.. Enumerable.Range(0, 4).Select(item => new DecideItem { Id = $"item{item}" })] }],
    };

    private static BanditModel Relearn(SlotSettings settings, IEnumerable<Known> log)
    {
        var model = new BanditModel(settings.Model);
        var space = new FeatureSpace(settings.Model.Dimensions, []);
        foreach (var known in log)
        {
            model.Learn(known.Selected, SlotDecider.Encode(space, known.Request.Context, null), known.Rewards.Values.Sum(), known.At);
        }

        return model;
    }

    private static void Compare(BanditModel learned, BanditModel relearned)
    {
        learned.Common.Count.ShouldBe(relearned.Common.Count);
        var arms = relearned.Arms.ToDictionary(arm => arm.Key, arm => arm.Value);
        learned.Arms.Count().ShouldBe(arms.Count);
        foreach (var (item, statistics) in learned.Arms.Append(KeyValuePair.Create("", learned.Common)))
        {
            var other = item.Length == 0 ? relearned.Common : arms[item];
            var scale = Math.ScaleB(1, (int)(statistics.Epoch - other.Epoch));
            foreach (var (one, two) in statistics.Gram.Concat(statistics.Moments).Zip(other.Gram.Concat(other.Moments)))
            {
                (one * scale).ShouldBe(two, 1e-9 * Math.Max(1, Math.Abs(two)));
            }
        }
    }

    private sealed record Known(DecideRequest Request, string Selected, DateTimeOffset At)
    {
        public Dictionary<string, double> Rewards { get; } = [];
    }
}

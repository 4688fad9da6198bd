using Personalization.Abstractions.Identity;
using Personalization.Profiles.Api.Merging;
using Personalization.Profiles.Api.Shoppers;
using Personalization.Profiles.Api.Telemetry;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.Tests.Shoppers;

namespace Personalization.Profiles.Tests.Merging;

/// <summary>Merges that meet: their steps are interleaved by a schedule, each step a turn, with and without a crash in between.</summary>
[Trait("req", "R2.7")]
public sealed class OppositeMergeTests(ITestOutputHelper output)
{
    private static readonly ProductFacts Oat = Some.Product("oat", ["drinks"], ["vegan"]);
    private static readonly string Ann = ProfilesHost.Id("ann");
    private static readonly string Bob = ProfilesHost.Id("bob");
    private static readonly string Guest = ProfilesHost.Id("guest", ShopperKind.Anonymous);

    [Fact]
    public async Task Merge_OppositeAtTheSameMoment_ExactlyOneWins()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            using var world = new World();
            await using var host = await WithEventsAsync(world, Ann, Bob);

            var outcomes = await InterleavedAsync(host, seed, (Ann, Bob), (Bob, Ann));

            // The other may have completed it: then it is done already when the first comes to it.
            outcomes.Count(outcome => outcome is "merged" or "already").ShouldBe(1, $"seed {seed}: {string.Join(", ", outcomes)}");
            outcomes.ShouldContain("conflict", $"seed {seed}: {string.Join(", ", outcomes)}");
            await ShouldBeOneAsync(host, 2, seed, Ann, Bob);
        }
    }

    [Fact]
    public async Task Merge_AroundInACircle_LeavesOneThatHoldsAll()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            using var world = new World();
            await using var host = await WithEventsAsync(world, Ann, Bob, Guest);

            var outcomes = await InterleavedAsync(host, seed, (Ann, Bob), (Bob, Guest), (Guest, Ann));

            outcomes.Count(outcome => outcome is "merged" or "already").ShouldBe(2, $"seed {seed}: {string.Join(", ", outcomes)}");
            await ShouldBeOneAsync(host, 3, seed, Ann, Bob, Guest);
        }
    }

    [Fact]
    public async Task Merge_TwoSourcesIntoOneTarget_BothArrive()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            using var world = new World();
            await using var host = await WithEventsAsync(world, Ann, Bob, Guest);

            var outcomes = await InterleavedAsync(host, seed, (Ann, Bob), (Guest, Bob));

            string.Join(",", outcomes).ShouldBe("merged,merged", $"seed {seed}");
            await ShouldBeOneAsync(host, 3, seed, Ann, Bob, Guest);
        }
    }

    [Fact]
    public async Task Merge_OppositeAndKilledAtAnyStep_IsCompletedByEitherSide()
    {
        for (var seed = 0; seed < 150; seed++)
        {
            using var world = new World();
            var random = new Random(seed);
            await using (var crashed = await WithEventsAsync(world, Ann, Bob))
            {
                await InterleavedAsync(crashed, seed, killAfter: random.Next(1, 12), (Ann, Bob), (Bob, Ann));
            }

            // Only what was left in the store and armed in the sidecar is known to the next process.
            await using var host = new ProfilesHost(world);
            for (var round = 0; round < 6; round++)
            {
                foreach (var (actor, name) in world.Reminders.Armed.Keys.Where(armed => armed.Name == "merge").OrderBy(_ => random.Next()).ToList())
                {
                    await host.ById(actor).ReceiveReminderAsync(name, [], TimeSpan.Zero, TimeSpan.Zero);
                }

                while (host.Merges.Reader.TryRead(out var pending))
                {
                    await host.Coordinator.MergeAsync(new MergeRequest(pending.Source, pending.Target), CancellationToken.None);
                }
            }

            world.Reminders.Armed.Keys.ShouldNotContain(armed => armed.Name == "merge", $"seed {seed}: nothing is left to complete");
            var (first, second) = random.Next(2) == 0 ? (Ann, Bob) : (Bob, Ann);
            var reply = await host.Coordinator.MergeAsync(new MergeRequest(first, second), CancellationToken.None);
            if (reply.Outcome == "conflict")
            {
                reply = await host.Coordinator.MergeAsync(new MergeRequest(second, first), CancellationToken.None);
            }

            reply.Outcome.ShouldBeOneOf("merged", "already");
            await ShouldBeOneAsync(host, 2, seed, Ann, Bob);
        }
    }

    /// <summary>As a former release left them: each an alias of the other, and each still with its data.</summary>
    [Fact]
    public async Task Merge_OfTwoAliasesOfOneAnother_MakesThemOne()
    {
        using var world = new World();
        await using var host = await WithEventsAsync(world, Ann, Bob);
        foreach (var (shopper, other) in new[] { (Ann, Bob), (Bob, Ann) })
        {
            (await host.ById(shopper).OfferMergeAsync(new MergeStep(shopper, other))).Available.ShouldBeTrue();
        }

        var outcomes = new List<string>();
        foreach (var (from, into) in new[] { (Ann, Bob), (Bob, Ann), (Ann, Bob) })
        {
            outcomes.Add((await host.Coordinator.MergeAsync(new MergeRequest(from, into), CancellationToken.None)).Outcome);
        }

        outcomes.ShouldContain("merged", string.Join(", ", outcomes));
        await ShouldBeOneAsync(host, 2, seed: 0, Ann, Bob);
    }

    private static Task<List<string>> InterleavedAsync(ProfilesHost host, int seed, params (string From, string Into)[] merges) =>
        InterleavedAsync(host, seed, int.MaxValue, merges);

    /// <summary>On a thread without a context of its own, where what a step releases runs at once.</summary>
    private static Task<List<string>> InterleavedAsync(ProfilesHost host, int seed, int killAfter, params (string From, string Into)[] merges) =>
        Task.Run(() => WalkAsync(host, seed, killAfter, merges));

    /// <summary>Runs the merges step by step, the next step drawn by lot; after so many steps the process is dead: no call returns any more.</summary>
    private static async Task<List<string>> WalkAsync(ProfilesHost host, int seed, int killAfter, (string From, string Into)[] merges)
    {
        var random = new Random(seed);
        using var instruments = new ProfilesInstruments();
        var lanes = merges.Select(merge => new SteppedCalls(host)).ToList();
        var running = merges.Zip(lanes, (merge, lane) => new MergeCoordinator(lane, instruments).MergeAsync(new MergeRequest(merge.From, merge.Into), CancellationToken.None)).ToList();
        for (var steps = 0; running.Any(merge => !merge.IsCompleted); steps++)
        {
            if (steps >= killAfter)
            {
                return [];
            }

            steps.ShouldBeLessThan(500, $"seed {seed}: the merges never end");
            var open = Enumerable.Range(0, running.Count).Where(i => !running[i].IsCompleted).ToList();
            lanes[open[random.Next(open.Count)]].Step();
        }

        return [.. (await Task.WhenAll(running)).Select(reply => reply.Outcome)];
    }

    private async Task<ProfilesHost> WithEventsAsync(World world, params string[] shoppers)
    {
        output.WriteLine(string.Join(", ", shoppers));
        var host = new ProfilesHost(world);
        foreach (var shopper in shoppers)
        {
            await host.ById(shopper).TrackAsync(new TrackRequest { Events = [Some.Event(InteractionTypes.Click, Oat, id: $"of {shopper}")] });
        }

        return host;
    }

    /// <summary>All lead to one shopper, who holds each event once.</summary>
    private static async Task ShouldBeOneAsync(ProfilesHost host, int events, int seed, params string[] shoppers)
    {
        var ends = new HashSet<string>();
        foreach (var shopper in shoppers)
        {
            var at = shopper;
            for (var moves = 0; (await host.ById(at).GetContextAsync(new ContextRequest())).MovedTo is { } next; moves++)
            {
                moves.ShouldBeLessThan(5, $"seed {seed}: aliases of one another");
                at = next;
            }

            ends.Add(at);
        }

        var end = ends.ShouldHaveSingleItem();
        (await host.ById(end).GetContextAsync(new ContextRequest())).Events.ShouldBe(events, $"seed {seed}");
    }
}

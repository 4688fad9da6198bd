using System.Runtime.InteropServices;
using System.Text.Json;
using Personalization.Abstractions.Identity;
using Personalization.Abstractions.Naming;
using Personalization.Abstractions.Problems;
using Personalization.Profiles.Contracts;
using Personalization.Storefront.Api.Http;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Api.Shoppers;
using Personalization.Storefront.Interactions;
using Personalization.Storefront.Requests;
using Personalization.Storefront.Shoppers;

namespace Personalization.Storefront.Api.Interactions;

/// <summary>One batch: events are judged one by one, go to their shopper's actor in their order, and different shoppers in parallel.</summary>
internal sealed class BatchTracking(Tracker tracker, StoreId store, string? idempotencyKey, Func<ShopperName, Problem?> refuse)
{
    /// <summary>Bounds of one turn, well below what a sidecar takes as a body; an event travels about twice, as a whole and as its context.</summary>
    private const int MaxEventsPerTurn = 200;
    private const int MaxBytesPerTurn = CallBody.RequestLimit;

    public async Task<BatchAnswer> TrackAsync(IReadOnlyList<JsonElement> events, CancellationToken cancellationToken)
    {
        await tracker.KnowProductsAsync(cancellationToken);
        var results = new BatchResult[events.Count];
        var groups = Sort(events, results);
        var versions = new ShopperVersion?[groups.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, groups.Count),
            new ParallelOptions { MaxDegreeOfParallelism = tracker.BatchParallelism, CancellationToken = cancellationToken },
            async (group, token) => versions[group] = await TrackGroupAsync(groups[group], results, token));
        return new BatchAnswer(results, [.. versions.OfType<ShopperVersion>()]);
    }

    /// <summary>The events that are right, by shopper in the order in which shoppers appear; the others get their result here.</summary>
    private List<Group> Sort(IReadOnlyList<JsonElement> events, BatchResult[] results)
    {
        var groups = new Dictionary<ShopperName, Group>();
        var ordered = new List<Group>();
        var declared = tracker.DeclaredTypes(store);
        var now = tracker.Now;
        for (var index = 0; index < events.Count; index++)
        {
            var size = JsonMarshal.GetRawUtf8Value(events[index]).Length;
            if (size > CallBody.RequestLimit)
            {
                results[index] = Refused(index, null, Problem.OfField(413, JsonBody.Field, $"is larger than {CallBody.RequestLimit} bytes; send smaller events"));
                continue;
            }

            var faults = new Faults();
            if (TrackedEventReader.Read(events[index], now, declared, faults) is not { } read)
            {
                results[index] = Refused(index, TrackedEventReader.TryReadEventId(events[index]), faults.ToProblem());
                continue;
            }

            if (refuse(read.Shopper) is { } refusal)
            {
                results[index] = Refused(index, read.EventId, refusal);
                continue;
            }

            ref var group = ref CollectionsMarshal.GetValueRefOrAddDefault(groups, read.Shopper, out var known);
            if (!known)
            {
                group = new Group(read.Shopper);
                ordered.Add(group);
            }

            var fallbackId = idempotencyKey is null ? null : EventIds.InBatch(idempotencyKey, index);
            group!.Add(index, size, tracker.ToInteraction(store, read, fallbackId));
        }

        return ordered;
    }

    /// <summary>The shopper's version after the last turn that was answered; null without one.</summary>
    private async Task<ShopperVersion?> TrackGroupAsync(Group group, BatchResult[] results, CancellationToken cancellationToken)
    {
        string? version = null;
        foreach (var turn in group.Turns)
        {
            try
            {
                var reply = await tracker.TrackAsync(store, group.Shopper, turn.Events, cancellationToken);
                version = reply.Version ?? version;
                for (var i = 0; i < turn.Events.Count; i++)
                {
                    results[turn.Indexes[i]] = Result(turn.Indexes[i], reply.Results[i]);
                }
            }
            catch (PartAwayException away)
            {
                for (var i = 0; i < turn.Events.Count; i++)
                {
                    results[turn.Indexes[i]] = Refused(turn.Indexes[i], turn.Events[i].EventId, Answers.AwayProblem(away));
                }
            }
        }

        return version is null ? null : ShopperVersion.Of(group.Shopper, version);
    }

    private static BatchResult Result(int index, TrackResult result) => result.Accepted
        ? new BatchResult
        {
            Index = index,
            EventId = result.EventId,
            Status = result.Durable ? StatusCodes.Status200OK : StatusCodes.Status202Accepted,
            Duplicate = result.Duplicate,
            Durable = result.Durable,
        }
        : Refused(index, result.EventId, Answers.AwayProblem(AppIds.Profiles));

    private static BatchResult Refused(int index, string? eventId, Problem problem) =>
        new() { Index = index, EventId = eventId, Status = problem.Status, Error = problem };

    /// <summary>The events of one shopper, cut into turns.</summary>
    private sealed class Group(ShopperName shopper)
    {
        private int _bytes;

        public ShopperName Shopper => shopper;

        public List<Turn> Turns { get; } = [];

        public void Add(int index, int bytes, Interaction interaction)
        {
            _bytes += bytes;
            if (Turns.Count == 0 || Turns[^1].Events.Count == MaxEventsPerTurn || _bytes > MaxBytesPerTurn)
            {
                Turns.Add(new Turn());
                _bytes = bytes;
            }

            Turns[^1].Indexes.Add(index);
            Turns[^1].Events.Add(interaction);
        }
    }

    private sealed class Turn
    {
        public List<int> Indexes { get; } = [];

        public List<Interaction> Events { get; } = [];
    }
}

using Microsoft.Extensions.Options;
using Personalization.Decisions.Api.Logging;
using Personalization.Decisions.Api.Serving;
using Personalization.Decisions.Api.State;
using Personalization.Decisions.Api.Telemetry;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;

namespace Personalization.Decisions.Api.Learning;

/// <summary>
/// Learns from the log: pages of this process's lane whose windows are closed, and those of lanes nobody looks after any more. The model and what it
/// holds of each call change in one transaction, guarded by ETags: two learners, or one that died in the middle, learn everything once.
/// </summary>
internal sealed class Learner(
    IDecisionsState state, DecisionLog log, SlotModels models, DecisionsInstruments instruments, IOptions<DecisionsOptions> options, TimeProvider time)
{
    private const int Attempts = 16;

    private readonly PriorityQueue<(string Lane, long Page, LogPage Content), DateTimeOffset> _due = new();
    private readonly Dictionary<string, OwnedLane> _lanes = [];

    /// <summary>Lanes of the dead whose pages were read. To own one is not enough: whoever took it may not have heard that it did, or not come to the end.</summary>
    private readonly HashSet<string> _taken = [];

    /// <summary>Lanes of the dead that have nothing left to teach.</summary>
    private readonly HashSet<string> _done = [];
    private DateTimeOffset _looked = DateTimeOffset.MinValue;

    /// <summary>One look: takes what is due. Not concurrently.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        while (log.Written.Reader.TryRead(out var written))
        {
            Lane(log.Lane).Open(written.Page);
            _due.Enqueue((log.Lane, written.Page, written.Content), written.Content.Due);
        }

        var now = time.GetUtcNow();
        if (now - _looked >= options.Value.LaneLease / 3)
        {
            await TendAsync(now, cancellationToken);
            _looked = now;
        }

        while (_due.TryPeek(out var page, out var due) && due <= now)
        {
            await LearnAsync(page.Content, cancellationToken);
            _due.Dequeue();
            Lane(page.Lane).Close(page.Page);
        }

        foreach (var (store, slot) in models.Slots)
        {
            await models.RefreshAsync(store, slot, cancellationToken);
        }
    }

    /// <summary>Learns what a page's calls teach by now.</summary>
    public async Task LearnAsync(LogPage page, CancellationToken cancellationToken)
    {
        var names = page.Calls.Distinct().ToArray();
        var calls = await state.GetManyAsync([.. names.Select(name => StateKeys.Call(name.Store, name.Id))], StateJson.Default.LoggedCall, cancellationToken);
        var lessons = names.Zip(calls, (name, call) => (Name: name, call.Value))
            .Where(pair => pair.Value is not null)
            .SelectMany(pair => pair.Value!.Slots.Select((slot, index) => (Key: (pair.Name.Store, slot.Slot), pair.Name, Call: pair.Value, Index: index)))
            .GroupBy(lesson => lesson.Key);
        foreach (var slot in lessons)
        {
            await LearnAsync(slot.Key.Store, slot.Key.Slot, [.. slot.Select(lesson => (lesson.Name, lesson.Call, lesson.Index))], cancellationToken);
        }
    }

    private async Task LearnAsync(string store, string slot, IReadOnlyList<(CallName Name, LoggedCall Call, int Index)> lessons, CancellationToken cancellationToken)
    {
        var settings = options.Value.Of(slot);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var started = time.GetTimestamp();
            var (kept, etag) = await state.GetAsync(StateKeys.Model(store, slot), StateJson.Default.KeptModel, cancellationToken);
            var keys = lessons.Select(lesson => StateKeys.Outcome(lesson.Name.Store, lesson.Name.Id)).Distinct().ToArray();
            var outcomes = keys.Zip(await state.GetManyAsync(keys, StateJson.Default.CallOutcome, cancellationToken)).ToDictionary(pair => pair.First, pair => pair.Second);
            var model = KeptModel.Restore(kept, settings.Model);
            Dictionary<string, CallOutcome> changed = [];
            List<LearnedSlot> added = [];
            foreach (var (name, call, index) in lessons)
            {
                var key = StateKeys.Outcome(name.Store, name.Id);
                var before = changed.GetValueOrDefault(key) ?? outcomes[key].Value ?? new CallOutcome();
                if (Lesson.Teach(model, settings, call, before, index) is { } outcome)
                {
                    changed[key] = outcome;
                    if (settings.Model.IsDiagonal)
                    {
                        added.Add(new LearnedSlot(name.Id, index, outcome.Learned[index], before.Learned.TryGetValue(index, out var replaced) ? replaced : null));
                    }
                    else if (!before.Learned.ContainsKey(index))
                    {
                        added.Add(new LearnedSlot(name.Id, index));
                    }
                }
            }

            if (changed.Count == 0)
            {
                return;
            }

            var count = kept?.Learned ?? 0;
            List<StateWrite> writes = [StateWrite.Of(StateKeys.Model(store, slot), KeptModel.From(model, count + added.Count), StateJson.Default.KeptModel, etag, null)];
            writes.AddRange(await LearnedList.AppendAsync(state, store, slot, count, added, options.Value.Retention, cancellationToken));
            writes.AddRange(changed.Select(pair => StateWrite.Of(pair.Key, pair.Value, StateJson.Default.CallOutcome, outcomes[pair.Key].ETag, options.Value.Retention)));
            if (await state.TryCommitAsync(writes, cancellationToken))
            {
                instruments.Learned(changed.Count, time.GetElapsedTime(started));
                return;
            }
        }

        throw new StateUnavailableException(new TimeoutException("The model kept changing, or could not be written."));
    }

    /// <summary>Says that this process lives, moves the start of its lanes past what is learned, and takes over lanes of the dead.</summary>
    private async Task TendAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (list, _) = await state.GetAsync(StateKeys.Lanes, StateJson.Default.LaneList, cancellationToken);
        foreach (var lane in (list?.Lanes ?? []).Where(lane => !_done.Contains(lane)))
        {
            var (kept, etag) = await state.GetAsync(StateKeys.Lane(lane), StateJson.Default.LaneState, cancellationToken);
            if (kept is null || (kept.Owner != log.Lane && kept.Until > now))
            {
                continue;
            }

            if (kept.Owner != log.Lane)
            {
                _taken.Remove(lane);
            }

            var isNew = kept.Owner != log.Lane || (lane != log.Lane && !_taken.Contains(lane));
            var first = isNew ? kept.First : Math.Max(kept.First, Lane(lane).First);
            var write = StateWrite.Of(StateKeys.Lane(lane), new LaneState(first, log.Lane, now + options.Value.LaneLease), StateJson.Default.LaneState, etag, null);
            if (!await state.TryCommitAsync([write], cancellationToken))
            {
                continue;
            }

            if (isNew)
            {
                await TakeOverAsync(lane, first, cancellationToken);
                _taken.Add(lane);
            }
            else if (lane != log.Lane && !Lane(lane).HasOpen)
            {
                _done.Add(lane);
            }
        }
    }

    /// <summary>Reads what a dead process left; its pages are numbered without gaps, so that the first that is missing is the end.</summary>
    private async Task TakeOverAsync(string lane, long first, CancellationToken cancellationToken)
    {
        for (var number = first; ; number++)
        {
            var (page, _) = await state.GetAsync(StateKeys.Page(lane, number), StateJson.Default.LogPage, cancellationToken);
            if (page is null)
            {
                return;
            }

            Lane(lane).Open(number);
            _due.Enqueue((lane, number, page), page.Due);
        }
    }

    private OwnedLane Lane(string lane) => _lanes.TryGetValue(lane, out var owned) ? owned : _lanes[lane] = new OwnedLane();

    /// <summary>Which pages of a lane are still to be learned from.</summary>
    private sealed class OwnedLane
    {
        private readonly SortedSet<long> _open = [];
        private long _next;

        public bool HasOpen => _open.Count > 0;

        public long First => _open.Count > 0 ? _open.Min : _next;

        public void Open(long page)
        {
            _open.Add(page);
            _next = Math.Max(_next, page + 1);
        }

        public void Close(long page) => _open.Remove(page);
    }
}

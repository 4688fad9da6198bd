using System.Globalization;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Personalization.Grpc.DurableTask;
using Personalization.Sidecar.Actors;
using Personalization.Sidecar.State;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>
/// Workflows in the actor state store, an event a key, by daprd's names of keys. Each step is one transaction. A slot an instance makes it found again: it
/// says whether there is anything left to do.
/// </summary>
internal sealed class InstanceStore(ActorStore store, string appId, string appNamespace) : IDisposable
{
    private const string Metadata = "metadata";
    private const string Status = "customStatus";
    private const char ActiveMark = 'A';
    private const char SettledMark = 'S';

    private readonly string _type = $"dapr.internal.{appNamespace}.{appId}.workflow";
    private readonly NumberedSlots _slots = new(store, "workflows");

    /// <summary>Reads the slots; once. Gives the instances that have something left to do.</summary>
    public async Task<IReadOnlyList<string>> ActiveAsync(CancellationToken cancellationToken)
    {
        var active = new List<string>();
        await _slots.LoadAsync(
            (_, value) =>
            {
                if (value.Span[0] == ActiveMark)
                {
                    active.Add(IdIn(value));
                }
            },
            cancellationToken);
        return active;
    }

    /// <summary>Ids of instances by the order of their slots.</summary>
    /// <param name="from">Slot to begin with.</param>
    /// <param name="count">Ids at most.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <returns>The ids, and the slot to go on with; null: there are no more.</returns>
    public async Task<(IReadOnlyList<string> Ids, int? Next)> ListAsync(int from, int count, CancellationToken cancellationToken)
    {
        const int batch = 256;
        var ids = new List<string>();
        while (true)
        {
            var slots = await _slots.ReadAsync(from, batch, cancellationToken);
            foreach (var (slot, value) in slots)
            {
                if (value is not { } found)
                {
                    continue;
                }

                if (ids.Count == count)
                {
                    return (ids, slot);
                }

                ids.Add(IdIn(found));
            }

            if (slots.Count < batch)
            {
                return (ids, null);
            }

            from += batch;
        }
    }

    /// <returns>Null: there is none.</returns>
    public async Task<WorkflowInstance?> LoadAsync(string id, CancellationToken cancellationToken)
    {
        var first = await store.GetManyAsync([Key(id, Metadata), Key(id, Status)], cancellationToken);
        if (first[0] is not { } metadata)
        {
            return null;
        }

        var record = JsonSerializer.Deserialize(metadata.Value.Span, WorkflowJson.Default.InstanceRecord)
            ?? throw new JsonException($"the metadata of workflow '{id}' is empty");
        var keys = HistoryKeys(id, 0, record.HistoryLength).Concat(InboxKeys(id, record.InboxFirst, record.InboxLength)).ToList();
        var events = (await store.GetManyAsync(keys, cancellationToken)).Select((entry, index) => Read(entry, keys[index])).ToList();
        return new WorkflowInstance(
            id, record, events.Take(record.HistoryLength), events.Skip(record.HistoryLength), first[1] is { } status ? Encoding.UTF8.GetString(status.Value.Span) : null);
    }

    /// <summary>Writes a new instance, in place of one of the same id that has ended.</summary>
    public async Task<WorkflowInstance> CreateAsync(string id, HistoryEvent start, WorkflowInstance? ended, CancellationToken cancellationToken)
    {
        var slot = ended?.Record.Slot ?? await _slots.TakeAsync(cancellationToken);
        try
        {
            var record = new InstanceRecord { InboxLength = 1, Slot = slot, Generation = (ended?.Record.Generation ?? 0) + 1 };
            var operations = new List<StateOperation>();
            if (ended is not null)
            {
                DeleteEvents(operations, ended);
            }

            operations.Add(Upsert(InboxKey(id, 0), start));
            operations.Add(Upsert(id, record));
            operations.Add(Slot(slot, ActiveMark, id));
            await store.ApplyAsync(operations, cancellationToken);
            return new WorkflowInstance(id, record, [], [start], null);
        }
        catch when (ended is null)
        {
            _slots.Free(slot);
            throw;
        }
    }

    /// <summary>Adds events to the inbox.</summary>
    public async Task AppendAsync(WorkflowInstance instance, IReadOnlyList<HistoryEvent> happened)
    {
        var record = instance.Record;
        var operations = new List<StateOperation>(happened.Count + 1);
        foreach (var one in happened)
        {
            operations.Add(Upsert(InboxKey(instance.Id, record.InboxFirst + record.InboxLength), one));
            record = record with { InboxLength = record.InboxLength + 1 };
        }

        operations.Add(Upsert(instance.Id, record));
        await store.ApplyAsync(operations, CancellationToken.None);
        instance.Record = record;
        foreach (var one in happened)
        {
            instance.AddInbox(one);
        }
    }

    /// <summary>Writes what a turn came to.</summary>
    /// <param name="instance">As it was when the turn began, but for what came into its inbox since.</param>
    /// <param name="told">Events of the inbox that the turn was about.</param>
    /// <param name="outcome">What it came to.</param>
    /// <param name="toldFrom">What the history says to others from here on may not have reached them.</param>
    /// <param name="isSettled">Nothing is left to do.</param>
    /// <returns>The instance as it is now.</returns>
    public async Task<WorkflowInstance> CommitAsync(WorkflowInstance instance, int told, TurnOutcome outcome, int toldFrom, bool isSettled)
    {
        var operations = new List<StateOperation>();
        var record = instance.Record;
        operations.AddRange(InboxKeys(instance.Id, record.InboxFirst, told).Select(key => StateOperation.Delete(key)));
        if (outcome.CustomStatus != instance.CustomStatus)
        {
            operations.Add(outcome.CustomStatus is { } status
                ? StateOperation.Upsert(Key(instance.Id, Status), Encoding.UTF8.GetBytes(status))
                : StateOperation.Delete(Key(instance.Id, Status)));
        }

        if (outcome.Next is { } next)
        {
            return await ContinueAsync(instance, told, next, outcome.CustomStatus, operations);
        }

        for (var index = 0; index < outcome.History.Count; index++)
        {
            operations.Add(Upsert(HistoryKey(instance.Id, record.HistoryLength + index), outcome.History[index]));
        }

        record = record with
        {
            InboxFirst = record.InboxLength == told ? 0 : record.InboxFirst + told,
            InboxLength = record.InboxLength - told,
            HistoryLength = record.HistoryLength + outcome.History.Count,
            ToldFrom = toldFrom,
            IsSettled = isSettled,
        };
        operations.Add(Upsert(instance.Id, record));
        if (isSettled)
        {
            operations.Add(Slot(record.Slot, SettledMark, instance.Id));
        }

        await store.ApplyAsync(operations, CancellationToken.None);
        instance.Record = record;
        instance.CustomStatus = outcome.CustomStatus;
        instance.Tell(outcome.History, told);
        return instance;
    }

    /// <summary>Nothing is left to do for an instance that has ended.</summary>
    public async Task SettleAsync(WorkflowInstance instance)
    {
        var record = instance.Record with { IsSettled = true };
        await store.ApplyAsync([Upsert(instance.Id, record), Slot(record.Slot, SettledMark, instance.Id)], CancellationToken.None);
        instance.Record = record;
    }

    public async Task DeleteAsync(WorkflowInstance instance)
    {
        var operations = new List<StateOperation>();
        DeleteEvents(operations, instance);
        operations.Add(StateOperation.Delete(Key(instance.Id, Metadata)));
        operations.Add(StateOperation.Delete(_slots.Key(instance.Record.Slot)));
        await store.ApplyAsync(operations, CancellationToken.None);
        _slots.Free(instance.Record.Slot);
    }

    public void Dispose() => _slots.Dispose();

    /// <summary>The history is written anew; what came into the inbox since stays behind the events of the new execution.</summary>
    private async Task<WorkflowInstance> ContinueAsync(
        WorkflowInstance instance, int told, IReadOnlyList<HistoryEvent> next, string? status, List<StateOperation> operations)
    {
        var id = instance.Id;
        var inbox = next.Concat(instance.Inbox.Skip(told).Where(left => History.Ends(left) is null)).ToList();
        operations.AddRange(InboxKeys(id, instance.Record.InboxFirst + told, instance.Record.InboxLength - told).Select(key => StateOperation.Delete(key)));
        operations.AddRange(HistoryKeys(id, 0, instance.Record.HistoryLength).Select(key => StateOperation.Delete(key)));
        operations.AddRange(inbox.Select((happened, index) => Upsert(InboxKey(id, index), happened)));
        var record = new InstanceRecord { InboxLength = inbox.Count, Slot = instance.Record.Slot, Generation = instance.Record.Generation + 1, IsContinued = true };
        operations.Add(Upsert(id, record));
        await store.ApplyAsync(operations, CancellationToken.None);
        return new WorkflowInstance(id, record, [], inbox, status);
    }

    private void DeleteEvents(List<StateOperation> operations, WorkflowInstance instance)
    {
        operations.AddRange(HistoryKeys(instance.Id, 0, instance.Record.HistoryLength).Select(key => StateOperation.Delete(key)));
        operations.AddRange(InboxKeys(instance.Id, instance.Record.InboxFirst, instance.Record.InboxLength).Select(key => StateOperation.Delete(key)));
        if (instance.CustomStatus is not null)
        {
            operations.Add(StateOperation.Delete(Key(instance.Id, Status)));
        }
    }

    private StateOperation Upsert(string id, InstanceRecord record) =>
        StateOperation.Upsert(Key(id, Metadata), JsonSerializer.SerializeToUtf8Bytes(record, WorkflowJson.Default.InstanceRecord));

    private static StateOperation Upsert(string key, HistoryEvent happened) => StateOperation.Upsert(key, happened.ToByteArray());

    private StateOperation Slot(int slot, char mark, string id) => StateOperation.Upsert(_slots.Key(slot), Encoding.UTF8.GetBytes(mark + id));

    private static string IdIn(ReadOnlyMemory<byte> slot) => Encoding.UTF8.GetString(slot.Span[1..]);

    private static HistoryEvent Read(StateEntry? entry, string key) => entry is null
        ? throw new InvalidDataException($"the store has lost '{key}'")
        : HistoryEvent.Parser.ParseFrom(entry.Value.Span);

    private IEnumerable<string> HistoryKeys(string id, int first, int count) => Enumerable.Range(first, count).Select(number => HistoryKey(id, number));

    private IEnumerable<string> InboxKeys(string id, int first, int count) => Enumerable.Range(first, count).Select(number => InboxKey(id, number));

    private string HistoryKey(string id, int number) => Key(id, string.Create(CultureInfo.InvariantCulture, $"history-{number:d6}"));

    private string InboxKey(string id, int number) => Key(id, string.Create(CultureInfo.InvariantCulture, $"inbox-{number:d6}"));

    private string Key(string id, string name) => store.StateKey(new ActorKey(_type, id), name);
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Personalization.Grpc.DurableTask;

namespace Personalization.Drills.Workflows;

/// <summary>Reads what the sidecar stored with a client of this process's own, whether the sidecar lives or not.</summary>
public abstract class OutsideStore
{
    private readonly string _appId;

    private protected OutsideStore(string appId) => _appId = appId;

    /// <summary>What is written beside the events of an instance, as it stands there; null: there is no such instance.</summary>
    public string? Metadata(string id) => Value(Key(id, "metadata")) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Rows that begin with what the runtime keeps of workflows, the count of slots apart.</summary>
    public abstract int Rows();

    /// <summary>The instance's events at one moment: history, then inbox.</summary>
    /// <exception cref="InvalidDataException">An event that the metadata counts is not there.</exception>
    internal abstract StoredWorkflow Read(string id);

    /// <summary>The bytes under a key; null: there are none.</summary>
    private protected abstract byte[]? Value(string key);

    private protected StoredWorkflow Read(string id, Func<string, byte[]?> value)
    {
        using var metadata = JsonDocument.Parse(value(Key(id, "metadata")) ?? throw new InvalidDataException($"there is no workflow '{id}'"));
        var record = metadata.RootElement;
        var history = Events("history", 0, record.GetProperty("historyLength").GetInt32());
        var inbox = Events("inbox", record.GetProperty("inboxFirst").GetInt32(), record.GetProperty("inboxLength").GetInt32());
        return new StoredWorkflow(record.GetProperty("generation").GetInt32(), history, inbox);

        List<HistoryEvent> Events(string name, int first, int count) =>
        [
            .. Enumerable.Range(first, count).Select(number =>
            {
                var key = Key(id, $"{name}-{number.ToString("d6", CultureInfo.InvariantCulture)}");
                return HistoryEvent.Parser.ParseFrom(value(key) ?? throw new InvalidDataException($"'{key}' is not stored"));
            }),
        ];
    }

    private string Key(string id, string name) => $"{_appId}||dapr.internal.default.{_appId}.workflow||{id}||{name}";
}

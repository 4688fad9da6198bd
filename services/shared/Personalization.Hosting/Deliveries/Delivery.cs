using System.Text.Json;

namespace Personalization.Hosting.Deliveries;

/// <summary>What Dapr's bulk subscription posts: several CloudEvents in one envelope; or a single one.</summary>
public sealed record Delivery
{
    public IReadOnlyList<DeliveryEntry>? Entries { get; init; }

    /// <summary>Set instead of <see cref="Entries"/> where the runtime delivers one CloudEvent.</summary>
    public JsonElement? Data { get; init; }

    /// <summary>
    /// Has what can be read taken, and says of each event what became of it. What cannot be read is DROP, and the sidecar moves it to the
    /// dead-letter topic, so that it never holds up its neighbours.
    /// </summary>
    /// <param name="read">Reads the data of one event; null when it never will be readable.</param>
    /// <param name="takeAsync">Takes the readable ones; answers a status of <see cref="DeliveryStatus"/> for each, in their order.</param>
    /// <param name="cancellationToken">Gives up; nothing is acknowledged.</param>
    public async Task<DeliveryAnswer> TakeAsync<T>(
        Func<JsonElement?, T?> read, Func<IReadOnlyList<T>, CancellationToken, Task<IReadOnlyList<string>>> takeAsync, CancellationToken cancellationToken)
        where T : class
    {
        if (Entries is null)
        {
            var only = read(Data);
            return new DeliveryAnswer(only is null ? DeliveryStatus.Drop : (await takeAsync([only], cancellationToken))[0], null);
        }

        var events = Entries.Select(entry => read(entry.Data)).ToList();
        T[] readable = [.. events.OfType<T>()];
        var taken = readable.Length == 0 ? [] : await takeAsync(readable, cancellationToken);
        var next = 0;
        return new DeliveryAnswer(null, [.. Entries.Select((entry, i) => new DeliveryStatus(entry.EntryId, events[i] is null ? DeliveryStatus.Drop : taken[next++]))]);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Personalization.Abstractions.Identity;
using Personalization.Decisions.Learning;
using Personalization.Decisions.Models;
using Personalization.Drills.Running;

namespace Personalization.Drills.Deciding;

/// <summary>Reads what decisions keeps of one slot, through its own sidecar.</summary>
internal sealed class DecisionsStateReader(RunningSystem system, string store, string slot)
{
    private const int AtOnce = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly string _slot = KeyText.Encode(slot);

    /// <summary>The model, and how many decisions its list has; null before anything was learned.</summary>
    public async Task<KeptModel?> ModelAsync() =>
        (await ReadAsync([$"model:{store}:{_slot}"]))[0].Deserialize<KeptModel>(Json);

    /// <summary>The decisions that the model says it learned, in that order.</summary>
    public async Task<IReadOnlyList<LearnedEntry>> LearnedAsync(long count)
    {
        var chunks = await ReadAsync([.. Enumerable.Range(0, (int)(count / 128) + 1).Select(chunk => $"learned:{store}:{_slot}:{chunk}")]);
        return [.. chunks.SelectMany(chunk => chunk?["slots"]?.AsArray() ?? []).Select(entry => entry.Deserialize<LearnedEntry>(Json)!)];
    }

    /// <summary>Calls by id; null where the log has none.</summary>
    public async Task<IReadOnlyDictionary<string, LoggedCall?>> CallsAsync(IReadOnlyCollection<string> ids)
    {
        var calls = new Dictionary<string, LoggedCall?>(StringComparer.Ordinal);
        foreach (var some in ids.Chunk(AtOnce))
        {
            var read = await ReadAsync([.. some.Select(id => $"call:{store}:{KeyText.Encode(id)}")]);
            foreach (var (id, call) in some.Zip(read))
            {
                calls.Add(id, call.Deserialize<LoggedCall>(Json));
            }
        }

        return calls;
    }

    private Task<IReadOnlyList<JsonNode?>> ReadAsync(IReadOnlyList<string> keys) => system.ReadStateAsync("decisions", "decisions-state", keys);
}

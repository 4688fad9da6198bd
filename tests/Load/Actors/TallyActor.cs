using Dapr.Actors.Runtime;

namespace Personalization.Load.Actors;

/// <inheritdoc cref="ITallyActor"/>
[Actor(TypeName = TypeName)]
public sealed class TallyActor(ActorHost host) : Actor(host), ITallyActor
{
    /// <summary>The type in the policies of this repository.</summary>
    public const string TypeName = "ShopperActor";

    private const string State = "tally";
    private const int Kept = 8;

    public async Task<int> AddAsync(string note)
    {
        var tally = (await StateManager.TryGetStateAsync<Tally>(State)) is { HasValue: true, Value: var found } ? found : new Tally(0, []);
        tally = new Tally(tally.Count + 1, [.. tally.Notes.TakeLast(Kept - 1), note]);
        await StateManager.SetStateAsync(State, tally);
        return tally.Count;
    }
}

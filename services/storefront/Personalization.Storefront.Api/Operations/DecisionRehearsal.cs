using System.Text.Json;
using Personalization.Decisions.Contracts;
using Personalization.Storefront.Api.Decisions;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Decisions;

namespace Personalization.Storefront.Api.Operations;

/// <summary>
/// Decides for nobody before shoppers come, so that the way to decisions is compiled and open on both sides. Decisions keeps nothing of it. The start waits
/// for it a moment and not longer: where decisions is not there yet, the rehearsal goes on beside the shoppers until it is.
/// </summary>
internal sealed class DecisionRehearsal(IDecisionsPort port, DecisionParts parts, TimeProvider time)
{
    private const int Calls = 40;
    private const int AtOnce = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a start may be held up by it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Has as many calls answered as it takes until their code is compiled; tries again where decisions is away.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var rounds = 0;
        while (rounds < Calls / AtOnce)
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => DecideAsync(cancellationToken)));
                rounds++;
            }
            catch (PartAwayException)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        parts.Answered();
    }

    /// <summary>Starts the rehearsal and waits for it as long as a start may.</summary>
    /// <returns>The rehearsal, which may go on.</returns>
    public async Task<Task> StartAsync(CancellationToken cancellationToken)
    {
        var rehearsal = RunAsync(cancellationToken);
        await Task.WhenAny(rehearsal, Task.Delay(Patience, time, cancellationToken));
        return rehearsal;
    }

    private async Task DecideAsync(CancellationToken cancellationToken)
    {
        var body = new PersonalizeBody
        {
            CustomerId = "warm-up",
            Context = [new NamedValue("weather=rain", 1)],
            Slots = [new PersonalizeSlot(PersonalizeBody.DefaultSlot, [.. Enumerable.Range(0, 8).Select(item => new DecideItem { Id = $"item{item}", Features = [new NamedValue("price", item)] })])],
        };
        var reply = await port.DecideAsync(
            new DecideRequest { StoreId = "main", Rehearsal = true, Context = body.Context, Slots = [.. body.Slots.Select(slot => new DecideSlot { Name = slot.Name, Items = slot.Items })] },
            cancellationToken);
        foreach (var decided in reply.Decisions)
        {
            JsonSerializer.SerializeToUtf8Bytes(DecisionAnswer.From(decided, named: false, latency: 0), StorefrontJson.Default.DecisionAnswer);
        }
    }
}

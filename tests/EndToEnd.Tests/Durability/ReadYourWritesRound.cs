using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Durability;

/// <summary>
/// Each of many shoppers tracks and then searches and reads its preferences on another connection with the returned version, while one process of the
/// profiles service is killed.
/// </summary>
internal sealed class ReadYourWritesRound(RunningSystem system, int number, int shoppers, Uri? readAt = null) : IDisposable
{
    private const int AtATime = 64;

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(5);

    /// <summary>An answer that the kill caught was asked for at most this much earlier.</summary>
    private static readonly TimeSpan OneAnswer = TimeSpan.FromSeconds(1);

    private readonly Shop _writer = new(system.Address);
    private readonly Shop _reader = new(readAt ?? system.Address) { TakesDegraded = true };
    private readonly ConcurrentBag<string> _stale = [];
    private readonly ConcurrentBag<(TimeSpan At, string Reason)> _degraded = [];
    private readonly MachineShare _machine = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _reads;

    public IReadOnlyCollection<string> Stale => _stale;

    /// <summary>What was not as it has to be on a machine that has time for it; null when nothing.</summary>
    public string? Complaint { get; private set; }

    /// <summary>What other programs had of the machine while the round was played.</summary>
    public double OfOthers { get; private set; }

    public double DegradedShare => (double)_degraded.Count / _reads;

    public async Task PlayAsync()
    {
        var products = new RankedList(await _writer.SearchAsync("", limit: 100)).Ids;
        var (killed, back, done) = (TimeSpan.Zero, Task.FromResult(TimeSpan.Zero), 0);
        await Parallel.ForEachAsync(Enumerable.Range(0, shoppers), new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (shopper, _) =>
        {
            await TrackAndReadAsync($"reader-{number}-{shopper}", products[shopper % products.Count]);
            if (Interlocked.Increment(ref done) == shoppers / 2)
            {
                killed = _clock.Elapsed;
                await system.KillAsync("profiles");
                back = UntilBackAsync();
            }
        });
        OfOthers = _machine.OfOthers;
        Judge(killed, await back);
    }

    public void Dispose()
    {
        _writer.Dispose();
        _reader.Dispose();
    }

    private async Task TrackAndReadAsync(string shopper, string product)
    {
        // What is not durable yet is sent again, as the contract says, until it is; each answer's version is good for a read.
        var interaction = new { event_id = Guid.NewGuid(), type = "add_to_cart", user_id = shopper, product_id = product };
        for (var clock = Stopwatch.StartNew(); ; clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(2)))
        {
            if (await TryTrackAsync(interaction) is not var (version, durable))
            {
                await Task.Delay(100);
                continue;
            }

            await ReadAsync(shopper, product, version, durable);
            if (durable)
            {
                return;
            }
        }
    }

    private async Task ReadAsync(string shopper, string product, string version, bool durable)
    {
        var started = _clock.Elapsed;
        var search = await _reader.SearchAsync("", userId: shopper, minVersion: version);
        var preferences = await _reader.GetAsync($"/api/users/{shopper}/preferences/live?min_version={Uri.EscapeDataString(version)}");
        Interlocked.Add(ref _reads, 2);

        // A version that only memory holds becomes another one when it is stored; a durable one stays what it is.
        if (search["personalization"]!["degraded"]!.GetValue<bool>())
        {
            _degraded.Add((started, $"search: {search["personalization"]!["reason"]}"));
        }
        else if (search["version"]?.GetValue<string>() is not { } shown || (durable && shown != version))
        {
            _stale.Add($"search of {shopper} at {started}: {version} ({durable}), answered {search["version"]}");
        }

        if (preferences["degraded"]?.GetValue<bool>() == true)
        {
            _degraded.Add((started, $"preferences: {preferences["reason"]}"));
        }
        else if (preferences["recent"]!.AsArray().All(view => view!["product_id"]!.GetValue<string>() != product))
        {
            _stale.Add($"preferences of {shopper} at {started}: {version} ({durable}), answered {preferences["version"]}");
        }
    }

    private async Task<(string Version, bool Durable)?> TryTrackAsync(object interaction)
    {
        using var response = await _writer.Http.PostAsync("/api/interactions/track", JsonContent.Create(interaction));
        if (response.IsSuccessStatusCode)
        {
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            return (answer["version"]!.GetValue<string>(), answer["durable"]!.GetValue<bool>());
        }

        ((int)response.StatusCode).ShouldBe(503);
        response.Headers.RetryAfter.ShouldNotBeNull();
        return null;
    }

    /// <summary>When a shopper nobody else asks for is answered in full again.</summary>
    private async Task<TimeSpan> UntilBackAsync()
    {
        await Eventually.TrueAsync(async () => !RankedList.IsDegraded(await _reader.GetAsync($"/api/users/witness-{number}/preferences/live")), TimeSpan.FromMinutes(2));
        return _clock.Elapsed;
    }

    private void Judge(TimeSpan killed, TimeSpan back)
    {
        // A process that takes longer to start than the outage may last says something of the machine.
        var end = back + OneAnswer is var late && late > killed + Outage ? late : killed + Outage;
        var outside = _degraded.Where(answer => answer.At < killed - OneAnswer || answer.At > end).ToList();
        if (_degraded.Count > _reads / 50 || outside.Count > 0 || back > killed + Outage)
        {
            var seen = string.Join(", ", _degraded.GroupBy(answer => answer.Reason).Select(reason => $"{reason.Key} x {reason.Count()}"));
            Complaint = $"{_degraded.Count} of {_reads} degraded ({seen}), {outside.Count} of them outside the outage, which lasted {back - killed}";
        }
    }
}

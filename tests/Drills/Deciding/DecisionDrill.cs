using System.Diagnostics;
using Personalization.Drills.Running;

namespace Personalization.Drills.Deciding;

/// <summary>
/// Kills replicas of decisions at random while they decide and are rewarded: the model equals, to 1e-9, the one learned from the log with what was
/// acknowledged.
/// </summary>
/// <param name="system">With as many replicas of decisions as is wanted.</param>
/// <param name="addresses">Of its storefronts.</param>
/// <param name="slot">The slot that is decided.</param>
/// <param name="store">Its store: two drills of one system need two.</param>
public sealed class DecisionDrill(RunningSystem system, IReadOnlyList<Uri> addresses, string slot = RunningSystem.QuickSlot, string store = "main")
{
    private const string Service = "decisions";

    /// <param name="decisions">To be made.</param>
    /// <param name="kills">To be done meanwhile.</param>
    /// <param name="seed">Of what is asked, and of when who is killed.</param>
    public async Task<DecisionReport> RunAsync(int decisions, int kills, int seed)
    {
        var clock = Stopwatch.StartNew();
        using var stream = new DecisionStream(addresses, store, slot, seed);
        var playing = stream.PlayAsync(0, decisions, atOnce: 16);
        var killed = await KillAsync(stream, playing, decisions, kills, new Random(seed));
        await playing;
        var took = clock.Elapsed;
        var faults = await LearnedVerdict.CheckAsync(system, stream);
        return new DecisionReport(stream.Acknowledged, stream.Known.Sum(decision => decision.Rewards.Count), stream.Resent, killed, took, faults);
    }

    private async Task<int> KillAsync(DecisionStream stream, Task playing, int decisions, int kills, Random random)
    {
        for (var number = 0; number < kills; number++)
        {
            var planned = (int)((number + random.NextDouble()) * decisions / (kills + 1));
            while (stream.Acknowledged < planned && !playing.IsCompleted)
            {
                await Task.Delay(1);
            }

            // Whoever was killed is started again by the launcher; meanwhile the other one decides, if it lives.
            var running = system.FindProcesses(Service);
            while (running.Count == 0 && !playing.IsCompleted)
            {
                await Task.Delay(10);
                running = system.FindProcesses(Service);
            }

            if (playing.IsCompleted)
            {
                return number;
            }

            using var process = Process.GetProcessById(running[random.Next(running.Count)]);
            process.Kill();
            await process.WaitForExitAsync();
        }

        return kills;
    }
}

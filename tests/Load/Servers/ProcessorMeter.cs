using Personalization.Load.Client;

namespace Personalization.Load.Servers;

/// <summary>The processor time that servers take for a call: a figure that other work on the machine disturbs less than rates and times.</summary>
/// <param name="spent">What they took so far.</param>
internal sealed class ProcessorMeter(Func<TimeSpan> spent)
{
    private TimeSpan _spent;
    private long _calls;

    /// <summary>Of one server.</summary>
    public ProcessorMeter(ServerProcess server)
        : this(server.ProcessorTime)
    {
    }

    /// <summary>Of some processes.</summary>
    public ProcessorMeter(IReadOnlyList<int> processes)
        : this(() => processes.Aggregate(TimeSpan.Zero, (sum, id) => sum + ThreadTime.OfProcess(id)))
    {
    }

    /// <summary>Of all runs so far; NaN before the first.</summary>
    public double MicrosecondsACall => _calls == 0 ? double.NaN : _spent.TotalMicroseconds / _calls;

    /// <summary>Runs the load and counts it.</summary>
    public async Task<LoadResult> OverAsync(Func<Task<LoadResult>> load)
    {
        var before = spent();
        var result = await load();
        _spent += spent() - before;
        _calls += result.Answered;
        return result;
    }
}

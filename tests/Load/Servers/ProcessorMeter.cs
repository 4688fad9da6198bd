using Personalization.Load.Client;

namespace Personalization.Load.Servers;

/// <summary>The processor time that servers take for a call: a figure that other work on the machine disturbs less than rates and times.</summary>
internal sealed class ProcessorMeter(params ServerProcess[] servers)
{
    private TimeSpan _spent;
    private long _calls;

    /// <summary>Of all runs so far; NaN before the first.</summary>
    public double MicrosecondsACall => _calls == 0 ? double.NaN : _spent.TotalMicroseconds / _calls;

    /// <summary>Runs the load and counts it.</summary>
    public async Task<LoadResult> OverAsync(Func<Task<LoadResult>> load)
    {
        var before = Total();
        var result = await load();
        _spent += Total() - before;
        _calls += result.Answered;
        return result;
    }

    private TimeSpan Total() => servers.Aggregate(TimeSpan.Zero, (sum, server) => sum + server.ProcessorTime());
}

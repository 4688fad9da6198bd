using Personalization.Load.Measures;
using Personalization.Load.Reporting;

namespace Personalization.Load.Running;

/// <summary>Runs measures one after the other: a JSON line each, then a table.</summary>
public static class LoadRun
{
    /// <returns>0 when every measure counts and reached its goal; else 1.</returns>
    public static async Task<int> RunAsync(LoadArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        List<Measurement> measurements = [];
        foreach (var measure in arguments.Measures)
        {
            using var context = new LoadContext(arguments);
            var measurement = await measure.RunAsync(context, cancellationToken);
            await output.WriteLineAsync(MeasurementJson.Write(measurement));
            await output.FlushAsync(cancellationToken);
            measurements.Add(measurement);
        }

        await output.WriteLineAsync();
        await output.WriteAsync(MeasurementTable.Write(measurements));
        return measurements.TrueForAll(measurement => measurement.Passed == true) ? 0 : 1;
    }
}

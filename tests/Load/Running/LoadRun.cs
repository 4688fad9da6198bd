using Personalization.Load.Measures;
using Personalization.Load.Reporting;
using Personalization.Load.Shop;

namespace Personalization.Load.Running;

/// <summary>Runs measures one after the other: a JSON line each, then a table.</summary>
public static class LoadRun
{
    /// <returns>0 when every measure counts and reached its goal; else 1.</returns>
    public static async Task<int> RunAsync(LoadArguments arguments, TextWriter output, CancellationToken cancellationToken)
    {
        List<Measurement> measurements = [];
        await using var shops = new ShopKeeper();
        var shop = Directory.CreateTempSubdirectory("personalization-load-shop-");
        try
        {
            foreach (var measure in arguments.Measures)
            {
                using var context = new LoadContext(arguments, shop.FullName, shops);
                var measurement = await measure.RunAsync(context, cancellationToken);
                await output.WriteLineAsync(MeasurementJson.Write(measurement));
                await output.FlushAsync(cancellationToken);
                measurements.Add(measurement);
            }
        }
        finally
        {
            await shops.DisposeAsync();
            shop.Delete(recursive: true);
        }

        await output.WriteLineAsync();
        await output.WriteAsync(MeasurementTable.Write(measurements));
        return measurements.TrueForAll(measurement => measurement.Passed == true) ? 0 : 1;
    }
}

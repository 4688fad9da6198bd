using System.Diagnostics;
using System.IO.Compression;
using Personalization.Discovery.Baskets;
using Personalization.Discovery.NextBasket;
using Personalization.Discovery.Popularity;
using Personalization.Discovery.Recommendations;
using Personalization.Discovery.Together;
using Personalization.Load.Measures;
using Personalization.Load.Running;
using Personalization.Testing;

namespace Personalization.Load.Discovery;

/// <summary>Learning everything from all lines of a real shop (online_retail): the log read into the model that answers, the trees, what goes together.</summary>
internal sealed class LearningMeasure : IMeasure
{
    private const double Goal = 20;

    public string Name => "discovery-learning";

    public Task<Measurement> RunAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var file = Path.Combine(Environment.GetEnvironmentVariable("PERSONALIZATION_DATA") ?? Path.Combine(Repository.Root, "..", "shared", "data"), "online_retail", "online_retail.csv.gz");
        if (!File.Exists(file))
        {
            return Task.FromResult(new Measurement { Measure = Name, Value = 0, Unit = "s", Goal = $"< {Goal} s", Passed = null, Void = $"there is no {file}" });
        }

        var (orders, lines) = Read(file);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var model = new PurchaseModel(new NextBasketOptions(), new BasketStatisticsOptions());
        foreach (var order in orders)
        {
            model.Take(order.Shopper, DateTimeOffset.FromUnixTimeMilliseconds(order.At), order.Products, order.Quantities, static _ => null);
        }

        var read = Stopwatch.GetElapsedTime(started);
        var baskets = BasketLog.Of(orders).Baskets;
        var completion = CompletionFit.Fit(baskets.ConvertAll(basket => basket.Basket.Items), new BasketStatisticsOptions(), cancellationToken);
        var fitted = Stopwatch.GetElapsedTime(started);
        var learned = NextBasketReplay.Learn(baskets, new NextBasketOptions(), new BasketStatisticsOptions(), cancellationToken: cancellationToken);
        var grown = Stopwatch.GetElapsedTime(started);
        model.Use("1", learned is { Serves: true } ? learned.Trees : null, completion);
        var all = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return Task.FromResult(new Measurement
        {
            Measure = Name,
            Value = all,
            Unit = "s",
            Goal = $"< {Goal} s",
            Passed = all < Goal,
            Note = $"{lines} lines, {orders.Count} orders: counted in {read.TotalSeconds:0.0} s, settings fitted in {(fitted - read).TotalSeconds:0.0} s, trees in {(grown - fitted).TotalSeconds:0.0} s, put in force in {all - grown.TotalSeconds:0.0} s; "
                + $"{(GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6:0} MB held",
        });
    }

    /// <summary>Every line with a positive quantity; a buyer who is not known is one of the invoice alone.</summary>
    private static (List<PastPurchase> Orders, int Lines) Read(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        var columns = reader.ReadLine()!.Split(',').Index().ToDictionary(column => column.Item, column => column.Index);
        var orders = new Dictionary<string, (long Shopper, long At, SortedDictionary<string, double> Lines)>(StringComparer.Ordinal);
        var lines = 0;
        while (reader.ReadLine() is { } line)
        {
            var fields = Fields(line);
            var (invoice, customer) = (fields[columns["InvoiceNo"]], fields[columns["CustomerID"]]);
            lines++;
            if (!double.TryParse(fields[columns["Quantity"]], System.Globalization.CultureInfo.InvariantCulture, out var quantity) || quantity <= 0)
            {
                continue;
            }

            if (!orders.TryGetValue(invoice, out var order))
            {
                var at = new DateTimeOffset(DateTime.Parse(fields[columns["InvoiceDate"]], System.Globalization.CultureInfo.InvariantCulture), TimeSpan.Zero).ToUnixTimeMilliseconds();
                orders.Add(invoice, order = (StableHash.Of(customer.Length > 0 ? customer : invoice), at, new SortedDictionary<string, double>(StringComparer.Ordinal)));
            }

            var product = fields[columns["StockCode"]];
            order.Lines[product] = order.Lines.GetValueOrDefault(product) + quantity;
        }

        return ([.. orders.Values.OrderBy(order => order.At).ThenBy(order => order.Shopper).Select(order => new PastPurchase(order.Shopper, order.At, [.. order.Lines.Keys], [.. order.Lines.Values]))], lines);
    }

    private static List<string> Fields(string line)
    {
        List<string> fields = [];
        var start = 0;
        var quoted = false;
        for (var at = 0; at <= line.Length; at++)
        {
            if (at == line.Length || (line[at] == ',' && !quoted))
            {
                fields.Add(line[start..at].Trim('"'));
                start = at + 1;
            }
            else if (line[at] == '"')
            {
                quoted = !quoted;
            }
        }

        return fields;
    }
}

using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.PubSub;

/// <summary>
/// How far consumer groups are behind, as Prometheus text. A group whose oldest message only gets older is stuck or gone, and keeps the
/// queue's file from shrinking.
/// </summary>
internal static class LagMetrics
{
    private const string Messages = "pubsub_group_lag_messages";
    private const string Age = "pubsub_group_oldest_seconds";

    public static void Write(StringBuilder text, AppRuntime app)
    {
        var lags = new List<(string Labels, GroupLag Lag)>();
        foreach (var (loaded, broker) in app.Components.OfKind<IPubSubBroker>())
        {
            lags.AddRange(Read(broker).Select(lag => (
                $$"""{app_id="{{app.AppId}}",component="{{loaded.Name}}",consumer="{{Escaped(lag.Consumer)}}",topic="{{Escaped(lag.Topic)}}"}""", lag)));
        }

        text.Append("# HELP ").Append(Messages).Append(" Messages that a consumer group has not handled.\n# TYPE ").Append(Messages).Append(" gauge\n");
        foreach (var (labels, lag) in lags)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Messages}{labels} {lag.Messages}\n");
        }

        text.Append("# HELP ").Append(Age).Append(" Age of the oldest message that a consumer group has not handled.\n# TYPE ").Append(Age).Append(" gauge\n");
        foreach (var (labels, lag) in lags)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Age}{labels} {lag.OldestAge.TotalSeconds:0.###}\n");
        }
    }

    /// <summary>A file that cannot be read now has no figures now; its publishers hear why.</summary>
    private static IReadOnlyList<GroupLag> Read(IPubSubBroker broker)
    {
        try
        {
            return broker.Lags();
        }
        catch (Exception exception) when (exception is SqliteException or ObjectDisposedException)
        {
            return [];
        }
    }

    private static string Escaped(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}

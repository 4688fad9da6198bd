using Personalization.Analytics.Exports;

namespace Personalization.Analytics.Api.Warehouse;

/// <summary>The statements behind the Parquet files. Their columns and types are version <see cref="ExportManifest.CurrentSchema"/>, as the README lists them.</summary>
internal static class ExportSchema
{
    /// <summary>The set of a day's events: an exclusive or over their keys does not care for order, and each key is there once.</summary>
    private const string Content = """
        count(*) AS rows, printf('%016x', bit_xor(hash(event_key))) AS fingerprint,
        strftime(max(received_at), '%Y-%m-%dT%H:%M:%S.%fZ') AS watermark
        """;

    internal const string Days = $"""
        SELECT store_id, strftime(event_date, '%Y-%m-%d') AS day, {Content}
        FROM raw_user_actions GROUP BY store_id, event_date ORDER BY store_id, event_date
        """;

    internal const string Day = $"SELECT {Content} FROM raw_user_actions WHERE store_id = $1 AND event_date = CAST($2 AS DATE)";

    /// <summary>
    /// `store_id` and `event_date` stand in the path, as Hive has it. Times are instants in UTC; money and quantities are decimals, and null where no
    /// decimal can hold what was sent (it stands in `raw_event_data` as it came). Ordered by shopper and type, so that readers skip what they do not look for.
    /// COPY takes no parameters: what is put in was made here, and is quoted.
    /// </summary>
    internal static string Write(string storeId, string eventDate, string file, string fingerprint) => $$"""
        COPY (
            SELECT event_id, event_timestamp AT TIME ZONE 'UTC' AS event_timestamp, event_type, user_id, shopper_kind, session_id, product_id, product_category,
                   product_attributes, interaction_strength, interaction_kind, interaction_context, search_query, search_results_shown, result_position,
                   order_id, TRY_CAST(quantity AS DECIMAL(18, 4)) AS quantity, TRY_CAST(price AS DECIMAL(18, 4)) AS price, currency,
                   decision_id, list_id, experiment_id, raw_event_data, received_at AT TIME ZONE 'UTC' AS received_at
            FROM raw_user_actions
            WHERE store_id = {{Quoted(storeId)}} AND event_date = CAST({{Quoted(eventDate)}} AS DATE)
            ORDER BY user_id, event_type, event_timestamp, event_id
        ) TO {{Quoted(file)}} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480,
            KV_METADATA {dataset: {{Quoted(ExportManifest.Table)}}, schema_version: '{{ExportManifest.CurrentSchema}}', fingerprint: {{Quoted(fingerprint)}}})
        """;

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}

namespace Personalization.Analytics.Api.Warehouse;

/// <summary>The warehouse's tables and statements. `raw_user_actions` has S2's columns first, in S2's order.</summary>
internal static class WarehouseSchema
{
    internal const string Incoming = "incoming_user_actions";

    private const string Columns = """
        event_id VARCHAR NOT NULL,
        event_timestamp TIMESTAMP NOT NULL,
        event_type VARCHAR NOT NULL,
        user_id VARCHAR NOT NULL,
        session_id VARCHAR NOT NULL,
        product_id VARCHAR,
        product_category VARCHAR,
        product_attributes VARCHAR NOT NULL,
        interaction_strength DOUBLE NOT NULL,
        interaction_context VARCHAR NOT NULL,
        search_query VARCHAR,
        search_results_shown VARCHAR NOT NULL,
        result_position BIGINT,
        raw_event_data VARCHAR NOT NULL,
        store_id VARCHAR NOT NULL,
        shopper_kind VARCHAR NOT NULL,
        interaction_kind VARCHAR,
        order_id VARCHAR,
        quantity DOUBLE,
        price DOUBLE,
        currency VARCHAR,
        decision_id VARCHAR,
        list_id VARCHAR,
        experiment_id VARCHAR,
        received_at TIMESTAMP NOT NULL
        """;

    /// <summary>
    /// JSON columns are VARCHAR, which DuckDB's JSON functions take as they are. `event_key` is the MD5 of store, shopper and event id:
    /// an id is a caller's own, so two shoppers' events may share one; one 16-byte column to look repeats up in, however long the ids are.
    /// </summary>
    internal const string CreateHistory = $"""
        CREATE TABLE IF NOT EXISTS raw_user_actions (
        {Columns},
        event_date DATE NOT NULL,
        event_key UHUGEINT NOT NULL)
        """;

    internal const string CreateIncoming = $"CREATE TEMP TABLE IF NOT EXISTS {Incoming} ({Columns})";

    internal const string ClearIncoming = $"DELETE FROM {Incoming}";

    /// <summary>
    /// Takes over what the history does not have yet: of repeats inside the batch the first received, of repeats of older events none.
    /// Ordered by shopper and type, so that a shopper's rows lie together in the column store.
    /// </summary>
    internal const string TakeOver = $"""
        INSERT INTO raw_user_actions
        SELECT batch.* FROM (
            SELECT *, CAST(event_timestamp AS DATE) AS event_date, md5_number(concat_ws(chr(31), store_id, shopper_kind, user_id, event_id)) AS event_key
            FROM {Incoming}
            QUALIFY row_number() OVER (PARTITION BY store_id, shopper_kind, user_id, event_id ORDER BY received_at) = 1) AS batch
        ANTI JOIN raw_user_actions AS known ON batch.event_key = known.event_key
        ORDER BY batch.event_date, batch.user_id, batch.event_type
        """;

    internal const string CountByDayAndType = """
        SELECT strftime(event_date, '%Y-%m-%d') AS day, event_type, count(*) AS events
        FROM raw_user_actions
        WHERE store_id = $1
          AND ($2 IS NULL OR event_timestamp >= $2)
          AND ($3 IS NULL OR event_timestamp < $3)
          AND ($4 IS NULL OR event_type = $4)
          AND ($5 IS NULL OR (user_id = $5 AND shopper_kind = 'u'))
          AND ($6 IS NULL OR (user_id = $6 AND shopper_kind = 'a'))
        GROUP BY ALL
        ORDER BY day, event_type
        """;
}

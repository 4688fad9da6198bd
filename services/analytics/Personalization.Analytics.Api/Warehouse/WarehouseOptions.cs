namespace Personalization.Analytics.Api.Warehouse;

/// <summary>Section `Warehouse` of the configuration.</summary>
internal sealed class WarehouseOptions
{
    public const string Section = "Warehouse";

    /// <summary>The database file. Default: `warehouse.duckdb` in DATA_DIR. It is the only copy of the history: back it up.</summary>
    public string? Path { get; set; }

    /// <summary>DuckDB's `memory_limit`, such as `512MB`. Queries beyond it spill to disk beside the file.</summary>
    public string MemoryLimit { get; set; } = "512MB";

    /// <summary>Threads a query may use. More than the cores slows the shop's requests down.</summary>
    public int Threads { get; set; } = 2;

    /// <summary>Rows committed together at most. Larger batches cost memory, smaller ones cost syncs.</summary>
    public int MaxBatch { get; set; } = 10_000;

    /// <summary>Batches that may wait for the writer before callers are told to come again.</summary>
    public int MaxWaiting { get; set; } = 256;

    /// <summary>Nothing written for so long: memory is given back, once.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>Queries answered at the same time; the others wait.</summary>
    public int MaxConcurrentQueries { get; set; } = 2;
}

namespace Personalization.Analytics.Api.Exports;

/// <summary>Section `Export` of the configuration.</summary>
internal sealed class ExportOptions
{
    public const string Section = "Export";

    /// <summary>The folder of the exports. Default: `export` in DATA_DIR. Nobody else may write there.</summary>
    public string? Path { get; set; }

    /// <summary>How often days are looked at. Zero: only when asked to. Each look reads one column of the whole history.</summary>
    public TimeSpan Every { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Days that are kept as files, counted back from today; older ones are removed. Not the warehouse's own retention.</summary>
    public int RetentionDays { get; set; } = 730;

    /// <summary>Room that is left on the disk whatever there is to export. Below it a run stops and says so. Danger of a small value: the warehouse shares the disk.</summary>
    public long MinFreeBytes { get; set; } = 1L << 30;
}

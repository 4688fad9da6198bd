using System.Text.RegularExpressions;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Storage;

namespace Personalization.Sidecar.State.Sqlite;

/// <summary><c>state.sqlite</c>, with the metadata fields and the tables of daprd's component: the file can be used by either.</summary>
internal sealed partial class SqliteStateStoreFactory : IComponentFactory
{
    private const string ConnectionString = "connectionString";
    private const string TableName = "tableName";
    private const string MetadataTableName = "metadataTableName";
    private const string Timeout = "timeout";
    private const string TimeoutAlias = "timeoutInSeconds";
    private const string BusyTimeout = "busyTimeout";
    private const string CleanupInterval = "cleanupInterval";
    private const string CleanupIntervalAlias = "cleanupIntervalInSeconds";
    private const string DisableWal = "disableWAL";

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(2);

    public string Type => "state.sqlite";

    public IReadOnlyCollection<string> Fields { get; } =
    [
        ConnectionString, TableName, MetadataTableName, Timeout, TimeoutAlias, BusyTimeout, CleanupInterval, CleanupIntervalAlias, DisableWal,
        .. StateSettings.Fields,
    ];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        string? path;
        try
        {
            path = SqliteFileOptions.ParsePath(settings.Required(ConnectionString));
        }
        catch (FormatException e)
        {
            throw settings.Bad(ConnectionString, e.Message);
        }

        var timeout = settings.Duration(Timeout, settings.Duration(TimeoutAlias, DefaultTimeout, Second), Second);
        if (timeout < Second)
        {
            throw settings.Bad(Timeout, "must be at least 1s");
        }

        return new SqliteStateStore(
            StateSettings.Read(settings, context),
            new SqliteFileOptions
            {
                Path = path,
                BusyTimeout = settings.Duration(BusyTimeout, DefaultBusyTimeout, Second),
                DisableWal = settings.Flag(DisableWal),
            },
            new SqliteStateTable(Identifier(settings, TableName, "state"), Identifier(settings, MetadataTableName, "metadata")),
            timeout,
            settings.Duration(CleanupInterval, settings.Duration(CleanupIntervalAlias, TimeSpan.Zero, Second), Second),
            context.Services);
    }

    private static string Identifier(ComponentSettings settings, string field, string otherwise)
    {
        var name = settings.Text(field) ?? otherwise;
        return IdentifierPattern().IsMatch(name) ? name : throw settings.Bad(field, $"'{name}' is not a table name (letters, digits and _, not first a digit)");
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex IdentifierPattern();
}

using System.Text.Json;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Storage;

namespace Personalization.Sidecar.Jobs;

/// <summary>
/// The jobs of one app, in a file that all apps of the process share: what Dapr's scheduler service keeps for <c>daprd</c>. The file is made with the first job.
/// </summary>
internal sealed class JobStore(string path, string appId, SharedResources shared) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Share<SqliteFile>? _file;

    /// <summary>Reads every job; none, and no file, when there is no file yet.</summary>
    public async Task<IReadOnlyList<JobRecord>> LoadAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        var file = await OpenAsync(cancellationToken);
        return await file.ReadAsync<IReadOnlyList<JobRecord>>(
            session =>
            {
                var records = new List<JobRecord>();
                using var rows = session.Statement("SELECT record FROM jobs WHERE app = $app", ("$app", appId)).ExecuteReader();
                while (rows.Read())
                {
                    records.Add(JsonSerializer.Deserialize(rows.GetString(0), JobsJson.Default.JobRecord)!);
                }

                return records;
            },
            cancellationToken);
    }

    /// <summary>Writes a job, in place of what is there under its name. On disk when it returns.</summary>
    public async Task SaveAsync(JobRecord record, CancellationToken cancellationToken)
    {
        var file = await OpenAsync(cancellationToken);
        var text = JsonSerializer.Serialize(record, JobsJson.Default.JobRecord);
        await file.WriteAsync(
            session => session.Execute(
                "INSERT OR REPLACE INTO jobs (app, name, record) VALUES ($app, $name, $record)",
                ("$app", appId),
                ("$name", record.Request.Name),
                ("$record", text)),
            cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        var file = await OpenAsync(cancellationToken);
        await file.WriteAsync(session => session.Execute("DELETE FROM jobs WHERE app = $app AND name = $name", ("$app", appId), ("$name", name)), cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
        {
            await _file.DisposeAsync();
        }

        _gate.Dispose();
    }

    private async Task<SqliteFile> OpenAsync(CancellationToken cancellationToken)
    {
        if (_file is { } open)
        {
            return open.Value;
        }

        await _gate.WaitAsync(cancellationToken);
        try
        {
            if (_file is null)
            {
                var file = SqliteFile.Acquire(shared, new SqliteFileOptions { Path = path });
                try
                {
                    await file.Value.Opened.WaitAsync(cancellationToken);
                    await file.Value.WriteAsync(
                        session => session.Execute("CREATE TABLE IF NOT EXISTS jobs (app TEXT NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (app, name))"),
                        cancellationToken);
                }
                catch
                {
                    await file.DisposeAsync();
                    throw;
                }

                _file = file;
            }

            return _file.Value;
        }
        finally
        {
            _gate.Release();
        }
    }
}

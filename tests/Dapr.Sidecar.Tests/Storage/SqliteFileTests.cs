using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Storage;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Storage;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SharedResources _shared = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.Path, "data", "file.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task WriteAsync_OneOfAGroupThrows_OthersAreKept()
    {
        await using var share = Acquire();
        var file = share.Value;
        await CreateTableAsync(file);

        var writes = Enumerable.Range(0, 100).Select(i => file.WriteAsync(
            session =>
            {
                session.Execute("INSERT INTO t (n) VALUES ($n)", ("$n", i));
                return i % 3 == 0 ? throw new InvalidOperationException("planned") : i;
            },
            Token)).ToArray();
        await Task.WhenAll(writes.Select(SucceededAsync));

        for (var i = 0; i < writes.Length; i++)
        {
            writes[i].IsFaulted.ShouldBe(i % 3 == 0);
        }

        (await file.ReadAsync(s => (long)s.Scalar("SELECT count(*) FROM t")!, Token)).ShouldBe(writes.Count(w => w.IsCompletedSuccessfully));
        (await file.ReadAsync(s => s.Scalar("SELECT count(*) FROM t WHERE n % 3 = 0")!, Token)).ShouldBe(0L);
    }

    [Fact]
    public async Task WriteAsync_CommitFails_EveryWriteOfTheGroupFails()
    {
        await using var share = Acquire();
        var file = share.Value;
        await file.WriteAsync(
            s =>
            {
                s.Execute("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
                s.Execute("CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
                return true;
            },
            Token);
        using var gate = new ManualResetEventSlim();
        await file.WriteAsync(s => true, Token);
        // The first write holds the writer until the others wait: so they end in one group with it.
        var first = file.WriteAsync(
            s =>
            {
                gate.Wait(Token);
                s.Execute("PRAGMA defer_foreign_keys=ON");
                return s.Execute("INSERT INTO parent VALUES (1)");
            },
            Token);
        var orphan = file.WriteAsync(s => s.Execute("INSERT INTO child VALUES (99)"), Token);
        var last = file.WriteAsync(s => s.Execute("INSERT INTO parent VALUES (2)"), Token);
        gate.Set();

        var results = await Task.WhenAll(new[] { first, orphan, last }.Select(SucceededAsync));

        results[1].ShouldBeFalse();
        var rows = await file.ReadAsync(s => (long)s.Scalar("SELECT count(*) FROM parent")!, Token);
        var told = (results[0] ? 1 : 0) + (results[2] ? 1 : 0);
        rows.ShouldBe(told, "every write that was told a success is there, and no other");
    }

    [Fact]
    public async Task WriteAsync_DiskFull_FailsAndLaterWritesWorkAgain()
    {
        await using var share = Acquire();
        var file = share.Value;
        await CreateTableAsync(file);
        await file.WriteAsync(s => s.Scalar("PRAGMA max_page_count=20"), Token);

        var big = new byte[400_000];
        await Should.ThrowAsync<SqliteException>(() => file.WriteAsync(s => s.Execute("INSERT INTO t (n, data) VALUES (1, $d)", ("$d", big)), Token));

        (await file.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (2)"), Token)).ShouldBe(1);
        (await file.ReadAsync(s => s.Scalar("SELECT group_concat(n) FROM t"), Token)).ShouldBe("2");
    }

    [Fact]
    public async Task WriteAsync_LockedByAnotherProcess_FailsWithinTheBusyTimeout()
    {
        await using var share = Acquire(TimeSpan.FromSeconds(1));
        var file = share.Value;
        await CreateTableAsync(file);
        await using var other = new SqliteConnection($"Data Source={Path};Pooling=False");
        await other.OpenAsync(Token);
        Execute(other, "BEGIN IMMEDIATE");

        var waited = Stopwatch.StartNew();
        var writes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => SucceededAsync(file.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (1)"), Token))));
        writes.ShouldAllBe(succeeded => !succeeded);
        waited.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(50), "fifty do not wait one after the other");
        Execute(other, "ROLLBACK");

        (await file.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (2)"), Token)).ShouldBe(1);
    }

    [Fact]
    public async Task WriteAsync_CancelledWhileWaiting_DoesNotRun()
    {
        await using var share = Acquire();
        var file = share.Value;
        await CreateTableAsync(file);
        using var gate = new ManualResetEventSlim();
        using var cancel = new CancellationTokenSource();
        var first = file.WriteAsync(
            s =>
            {
                gate.Wait(Token);
                return true;
            },
            Token);
        var waiting = file.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (1)"), cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
        gate.Set();
        await first;

        (await file.ReadAsync(s => s.Scalar("SELECT count(*) FROM t"), Token)).ShouldBe(0L);
    }

    [Fact]
    public async Task Acquire_SameFile_SharesOneWriterUntilTheLastGivesItBack()
    {
        var first = Acquire();
        var second = Acquire();
        second.Value.ShouldBeSameAs(first.Value);
        await CreateTableAsync(first.Value);

        await first.DisposeAsync();
        await first.DisposeAsync();

        (await second.Value.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (1)"), Token)).ShouldBe(1);
        await second.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => second.Value.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (1)"), Token));
    }

    [Fact]
    public async Task Acquire_NotADatabase_FailsToOpen()
    {
        _folder.Write("data/file.db", new string('x', 8192));
        await using var share = Acquire();

        await Should.ThrowAsync<SqliteException>(() => share.Value.Opened);
        await Should.ThrowAsync<SqliteException>(() => share.Value.WriteAsync(s => true, Token));
    }

    [Fact]
    public async Task WriteAsync_ManyAtOnce_ShareCommits()
    {
        await using var share = Acquire();
        var file = share.Value;
        await CreateTableAsync(file);
        var one = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++)
        {
            await file.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES (0)"), Token);
        }

        var each = Stopwatch.GetElapsedTime(one) / 20;
        var many = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => file.WriteAsync(s => s.Execute("INSERT INTO t (n) VALUES ($n)", ("$n", i)), Token)));

        TestContext.Current.SendDiagnosticMessage($"alone {each.TotalMilliseconds:0.00} ms, together {Stopwatch.GetElapsedTime(many).TotalMilliseconds / 2_000:0.000} ms a write");
        (await file.ReadAsync(s => s.Scalar("SELECT count(*) FROM t"), Token)).ShouldBe(2_020L);
    }

    private static async Task<bool> SucceededAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return task.IsCompletedSuccessfully;
    }

    private static Task CreateTableAsync(SqliteFile file) => file.WriteAsync(s => s.Execute("CREATE TABLE t (n INTEGER, data BLOB)"), Token);

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private Share<SqliteFile> Acquire(TimeSpan? busy = null) =>
        SqliteFile.Acquire(_shared, new SqliteFileOptions { Path = Path, BusyTimeout = busy ?? TimeSpan.FromSeconds(2) });
}

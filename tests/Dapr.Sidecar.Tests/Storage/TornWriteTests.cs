using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.PubSub.Durable;
using Personalization.Sidecar.Storage;
using Personalization.Testing;

namespace Personalization.Sidecar.Tests.Storage;

/// <summary>
/// The last write is torn at several places, as a loss of power leaves it: what was answered before is there, the torn one is there whole or not at
/// all, and what comes next is kept. All state, the decision log too, is in such a state file, and all events in such a queue.
/// </summary>
[Trait("req", "R1.5")]
public sealed class TornWriteTests : IDisposable
{
    private const int Seed = 20_261_121;
    private const int Acknowledged = 20;
    private const int Large = 60_000;

    private readonly TempFolder _folder = new();

    public static TheoryData<TornFile.Tail> Tails => [TornFile.Tail.None, TornFile.Tail.Zeros, TornFile.Tail.Rubbish];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Tails))]
    public async Task State_LastWriteTorn_KeepsAllThatWasAcknowledged(TornFile.Tail tail)
    {
        var path = _folder.File("state.db");
        long safe;
        await using (var share = SqliteFile.Acquire(new SharedResources(), new SqliteFileOptions { Path = path }))
        {
            var file = share.Value;
            await file.WriteAsync(s => s.Execute("CREATE TABLE t (n INTEGER PRIMARY KEY, data BLOB)"), Token);
            for (var n = 1; n <= Acknowledged; n++)
            {
                await InsertAsync(file, n, 100);
            }

            safe = Log(path).Length;
            await InsertAsync(file, Acknowledged + 1, Large);
            await TearAsync(path, safe, tail, async torn =>
            {
                await using var again = SqliteFile.Acquire(new SharedResources(), new SqliteFileOptions { Path = torn });
                (await again.Value.ReadAsync(s => s.Scalar($"SELECT count(*) FROM t WHERE n <= {Acknowledged} AND length(data) = 100"), Token)).ShouldBe((long)Acknowledged);
                (await again.Value.ReadAsync(s => s.Scalar($"SELECT count(*) FROM t WHERE n > {Acknowledged} AND length(data) <> {Large}"), Token)).ShouldBe(0L, "never half of it");
                await InsertAsync(again.Value, 1_000, 100);
                (await again.Value.ReadAsync(s => s.Scalar("PRAGMA integrity_check"), Token)).ShouldBe("ok");
                (await again.Value.ReadAsync(s => s.Scalar("SELECT count(*) FROM t WHERE n = 1000"), Token)).ShouldBe(1L);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Tails))]
    public async Task Queue_LastPublicationTorn_DeliversAllThatWasAcknowledgedInOrder(TornFile.Tail tail)
    {
        var path = _folder.File("queue.db");
        await using var queue = Open(path);
        string[] acknowledged = [.. Enumerable.Range(0, Acknowledged).Select(n => $"m{n}")];
        foreach (var message in acknowledged)
        {
            await PublishAsync(queue, message);
        }

        var safe = Log(path).Length;
        await PublishAsync(queue, new string('t', Large));
        await TearAsync(path, safe, tail, async torn =>
        {
            await using var again = Open(torn);
            await PublishAsync(again, "next");
            var cursor = await again.JoinAsync("group", "topic", broadcast: false, Token);
            List<string> got = [];
            while (got.Count == 0 || got[^1] != "next")
            {
                foreach (var item in await cursor.TakeAsync(Acknowledged * 2, TimeSpan.FromSeconds(1), Token))
                {
                    got.Add(Encoding.UTF8.GetString(item.Message.Data.Span));
                    cursor.Complete(item);
                }
            }

            got.Where(message => message.Length < Large).ShouldBe([.. acknowledged, "next"]);
            got.Count.ShouldBeLessThanOrEqualTo(Acknowledged + 2);
        });
    }

    [Theory]
    [InlineData("a folder")]
    [InlineData("below a file")]
    [InlineData("not a database")]
    public async Task State_FileThatCannotBeWritten_EveryWriteSaysWhy(string how)
    {
        var path = how switch
        {
            "a folder" => Path.GetDirectoryName(_folder.Write("state.db/inside", ""))!,
            "below a file" => Path.Combine(_folder.Write("file", ""), "state.db"),
            _ => _folder.Write("state.db", new string('x', 9_000)),
        };
        await using var share = SqliteFile.Acquire(new SharedResources(), new SqliteFileOptions { Path = path });

        var failure = await Should.ThrowAsync<Exception>(() => share.Value.WriteAsync(_ => true, Token));

        failure.ShouldNotBeOfType<ObjectDisposedException>();
        (await Should.ThrowAsync<Exception>(() => share.Value.Opened)).Message.ShouldBe(failure.Message);
    }

    private static FileInfo Log(string path) => new(path + "-wal");

    private static Task InsertAsync(SqliteFile file, int n, int bytes) =>
        file.WriteAsync(s => s.Execute("INSERT INTO t (n, data) VALUES ($n, $data)", ("$n", n), ("$data", new byte[bytes])), Token);

    private static QueueFile Open(string path)
    {
        var file = new QueueFile(path, TimeProvider.System, NullLogger.Instance);
        file.Open(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), long.MaxValue);
        return file;
    }

    private static Task PublishAsync(QueueFile queue, string message) => queue.AppendAsync([("topic", Encoding.UTF8.GetBytes(message), null)], broadcast: false);

    private async Task TearAsync(string path, long safe, TornFile.Tail tail, Func<string, Task> check)
    {
        var end = Log(path).Length;
        end.ShouldBeGreaterThan(safe + Large);
        foreach (var place in TornFile.Places(safe, end, Seed))
        {
            var torn = Path.Combine(_folder.Path, $"torn-{place}", Path.GetFileName(path));
            Directory.CreateDirectory(Path.GetDirectoryName(torn)!);
            File.Copy(path, torn);
            TornFile.Copy(path + "-wal", torn + "-wal", place, tail, Seed);
            await check(torn);
        }
    }
}

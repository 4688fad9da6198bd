using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Personalization.Sidecar.PubSub;
using Personalization.Sidecar.PubSub.Durable;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.PubSub;

public sealed class QueueFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Append_NoGroupYet_IsThereForTheFirstGroup()
    {
        await using var file = Open();
        await PublishAsync(file, "t", "a", "b");

        var cursor = await file.JoinAsync("g", "t", broadcast: false, Token);

        (await TakeAsync(cursor, 2)).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Append_ReopenedWithoutClosing_KeepsEveryMessage()
    {
        // The first instance is left open, as a killed process leaves it: only what is on disk counts.
        var killed = Open();
        await PublishAsync(killed, "t", [.. Enumerable.Range(0, 500).Select(n => $"m{n}")]);

        await using var file = Open();
        var cursor = await file.JoinAsync("g", "t", broadcast: false, Token);

        (await TakeAsync(cursor, 500)).ShouldBe(Enumerable.Range(0, 500).Select(n => $"m{n}"));
        await killed.DisposeAsync();
    }

    [Fact]
    public async Task Complete_OutOfOrder_OnlyTheOpenOneComesAgainAfterARestart()
    {
        await using (var file = Open())
        {
            await PublishAsync(file, "t", "a", "b", "c");
            var cursor = await file.JoinAsync("g", "t", broadcast: false, Token);
            var items = await cursor.TakeAsync(3, TimeSpan.FromSeconds(1), Token);
            cursor.Complete(items[2]);
            cursor.Complete(items[0]);
        }

        await using var again = Open();
        var next = await again.JoinAsync("g", "t", broadcast: false, Token);
        await PublishAsync(again, "t", "d");

        (await TakeAsync(next, 2)).ShouldBe(["b", "d"]);
    }

    [Fact]
    public async Task Complete_LaterAllDone_LeavesNoRowsOfHandledMessages()
    {
        var path = _folder.File("q.db");
        await using (var file = Open())
        {
            await PublishAsync(file, "t", "a", "b", "c");
            var cursor = await file.JoinAsync("g", "t", broadcast: false, Token);
            var items = await cursor.TakeAsync(3, TimeSpan.FromSeconds(1), Token);
            cursor.Complete(items[2]);
            await file.LeaveAsync(cursor);
            cursor = await file.JoinAsync("g", "t", broadcast: false, Token);
            foreach (var item in await cursor.TakeAsync(2, TimeSpan.FromSeconds(1), Token))
            {
                cursor.Complete(item);
            }
        }

        using var connection = QueueConnection.OpenReader(path);
        QueueConnection.Scalar(connection, "SELECT count(*) FROM handled").ShouldBe(0L);
        QueueConnection.Scalar(connection, "SELECT floor FROM cursor").ShouldBe(3L);
    }

    [Fact]
    public async Task Retry_DelayPassed_ComesAgain()
    {
        await using var file = Open();
        await PublishAsync(file, "t", "a", "b");
        var cursor = await file.JoinAsync("g", "t", broadcast: false, Token);
        var first = (await cursor.TakeAsync(1, TimeSpan.Zero, Token))[0];

        cursor.Retry(first, TimeSpan.FromSeconds(1));

        (await TakeAsync(cursor, 1)).ShouldBe(["b"]);
        (await TakeAsync(cursor, 1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Retry_TwoMessagesAtDifferentTimes_BothComeAgainWithoutAnyNewMessage()
    {
        var time = new ManualTime();
        using var cursor = new QueueCursor("g", "t", false, time, (_, _, _) => [new QueueMessage(1, "a"u8.ToArray(), null), new QueueMessage(2, "b"u8.ToArray(), null)], _ => { });
        cursor.Begin(new CursorTenure(1, 1, 0, 2, new HashSet<long>()));
        var items = await cursor.TakeAsync(2, TimeSpan.FromHours(1), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        cursor.Retry(items[0], TimeSpan.FromSeconds(1));
        cursor.Retry(items[1], TimeSpan.FromSeconds(2));

        var first = cursor.TakeAsync(1, TimeSpan.Zero, Token);
        time.Advance(TimeSpan.FromSeconds(1));
        cursor.Complete((await first.WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldHaveSingleItem());
        var second = cursor.TakeAsync(1, TimeSpan.Zero, Token);
        time.Advance(TimeSpan.FromSeconds(1));

        (await second.WaitAsync(TimeSpan.FromSeconds(60), Token)).ShouldHaveSingleItem().Message.Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Join_TwoGroups_EachGetsEveryMessage()
    {
        await using var file = Open();
        await PublishAsync(file, "t", "a");

        var one = await file.JoinAsync("one", "t", broadcast: false, Token);
        var two = await file.JoinAsync("two", "t", broadcast: false, Token);

        (await TakeAsync(one, 1)).ShouldBe(["a"]);
        (await TakeAsync(two, 1)).ShouldBe(["a"]);
    }

    [Fact]
    public async Task Join_TwoMembersOfAGroup_ShareTheMessages()
    {
        await using var file = Open();
        var one = await file.JoinAsync("g", "t", broadcast: false, Token);
        var two = await file.JoinAsync("g", "t", broadcast: false, Token);
        await PublishAsync(file, "t", "a", "b");

        string[] got = [.. await TakeAsync(one, 1), .. await TakeAsync(two, 1)];

        got.Order().ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Join_Broadcast_BeginsWithTheNextMessage()
    {
        await using var file = Open();
        await PublishAsync(file, "t", "old");

        var cursor = await file.JoinAsync("replica-1", "t", broadcast: true, Token);
        await PublishAsync(file, "t", "new");

        (await TakeAsync(cursor, 1)).ShouldBe(["new"]);
    }

    [Fact]
    public async Task Join_CursorHeldByAnotherInstance_WaitsUntilItIsLetGo()
    {
        var holder = Open();
        var held = await holder.JoinAsync("g", "t", broadcast: false, Token);
        await using var waiting = Open();
        var cursor = await waiting.JoinAsync("g", "t", broadcast: false, Token);
        await PublishAsync(waiting, "t", "a");

        (await TakeAsync(held, 1)).ShouldBe(["a"], "the holder hears of messages that another process published");
        cursor.Tenure.ShouldBeNull();
        await holder.DisposeAsync();

        (await TakeAsync(cursor, 1)).ShouldBe(["a"], "what the holder had not settled goes to its successor");
    }

    [Fact]
    public async Task Append_TwoInstancesAtOnce_OneOrderWithoutLoss()
    {
        await using var one = Open();
        await using var two = Open();
        var cursor = await one.JoinAsync("g", "t", broadcast: false, Token);

        await Task.WhenAll(
            Task.Run(() => PublishOneByOneAsync(one, "one", 200)),
            Task.Run(() => PublishOneByOneAsync(two, "two", 200)));

        var got = await TakeAsync(cursor, 400);
        got.Where(m => m.StartsWith("one", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 200).Select(n => $"one{n}"));
        got.Where(m => m.StartsWith("two", StringComparison.Ordinal)).ShouldBe(Enumerable.Range(0, 200).Select(n => $"two{n}"));
    }

    [Fact]
    public async Task Take_MoreThanTheWindow_GivesAllInOrder()
    {
        await using var file = Open();
        await PublishAsync(file, "t", [.. Enumerable.Range(0, 3_000).Select(n => $"{n}")]);
        var cursor = await file.JoinAsync("g", "t", broadcast: false, Token);
        var got = new List<string>();

        while (got.Count < 3_000)
        {
            foreach (var item in await cursor.TakeAsync(50, TimeSpan.Zero, Token))
            {
                got.Add(Encoding.UTF8.GetString(item.Message.Data.Span));
                cursor.Complete(item);
            }
        }

        got.ShouldBe(Enumerable.Range(0, 3_000).Select(n => $"{n}"));
    }

    [Fact]
    public async Task Compact_AllGroupsDone_RemovesOldMessagesOnly()
    {
        var time = new ManualTime();
        await using var writer = new Scratch(new QueueWriter(_folder.File("q.db"), time, _ => { }));
        writer.Queue.Open();
        await writer.AppendAsync("t", "a", "b");
        var cursor = new QueueCursor("g", "t", false, time, (_, _, _) => [], _ => { });
        await writer.Queue.RunAsync(new AcquireWork(cursor, "owner", TimeSpan.FromSeconds(10)));
        await writer.SetFloorAsync(1);

        await writer.CompactAsync();
        (await writer.CountAsync()).ShouldBe(2, "the short retention has not passed");
        time.Advance(TimeSpan.FromMinutes(6));
        await writer.CompactAsync();
        (await writer.CountAsync()).ShouldBe(1, "the group has not handled the second");
        time.Advance(TimeSpan.FromDays(8));
        await writer.CompactAsync();
        (await writer.CountAsync()).ShouldBe(0, "the long retention has passed");
    }

    [Fact]
    public async Task Compact_ContentAboveItsSize_RemovesTheOldestHandledBeforeTheirTimeAndNothingElse()
    {
        const int Kilobyte = 1024;
        var time = new ManualTime();
        await using var writer = new Scratch(new QueueWriter(_folder.File("q.db"), time, _ => { }));
        writer.Queue.Open();
        var message = new string('m', Kilobyte);
        await writer.AppendAsync("t", [.. Enumerable.Repeat(message, 1_000)]);
        var cursor = new QueueCursor("g", "t", false, time, (_, _, _) => [], _ => { });
        await writer.Queue.RunAsync(new AcquireWork(cursor, "owner", TimeSpan.FromSeconds(10)));
        await writer.SetFloorAsync(900);

        await writer.CompactAsync(maxBytes: 500 * Kilobyte);

        (await writer.CountAsync()).ShouldBeInRange(101, 500, "the content has to fit, and not all that is handled goes");
        await writer.CompactAsync(maxBytes: 0);
        (await writer.CountAsync()).ShouldBe(100, "what the group has not handled stays whatever the size");
    }

    [Fact]
    public async Task Compact_SameLoadAgainAndAgain_FileStopsGrowing()
    {
        const int Kilobyte = 1024;
        var path = _folder.File("q.db");
        await using var writer = new Scratch(new QueueWriter(path, new ManualTime(), _ => { }));
        writer.Queue.Open();
        await writer.AppendAsync("t", "first");
        var cursor = new QueueCursor("g", "t", false, TimeProvider.System, (_, _, _) => [], _ => { });
        await writer.Queue.RunAsync(new AcquireWork(cursor, "owner", TimeSpan.FromSeconds(10)));
        using var checkpoint = QueueConnection.OpenMaintenance(path);
        List<long> sizes = [];
        for (var round = 1; round <= 8; round++)
        {
            await writer.AppendAsync("t", [.. Enumerable.Repeat(new string('m', Kilobyte), 500)]);
            await writer.SetFloorAsync((round * 500) + 1);
            await writer.CompactAsync(maxBytes: 200 * Kilobyte);
            QueueConnection.Execute(checkpoint, "PRAGMA wal_checkpoint(TRUNCATE)");
            sizes.Add(new FileInfo(path).Length);
        }

        sizes[^1].ShouldBeLessThanOrEqualTo(sizes[1], string.Join(", ", sizes));
    }

    [Fact]
    public async Task Lags_GroupsBehind_SayHowFarAndHowLong()
    {
        var time = new ManualTime();
        await using var file = new QueueFile(_folder.File("q.db"), time, NullLogger.Instance);
        file.Open(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), long.MaxValue);
        await PublishAsync(file, "t", "a");
        var stuck = await file.JoinAsync("stuck", "t", broadcast: false, Token);
        var done = await file.JoinAsync("done", "t", broadcast: false, Token);
        time.Advance(TimeSpan.FromSeconds(30));
        await PublishAsync(file, "t", "b", "c");
        foreach (var item in await done.TakeAsync(3, TimeSpan.FromSeconds(1), Token))
        {
            done.Complete(item);
        }

        await file.LeaveAsync(done);

        file.Lags().ShouldBe([new GroupLag("done", "t", 0, TimeSpan.Zero), new GroupLag("stuck", "t", 3, TimeSpan.FromSeconds(30))]);
        stuck.Floor.ShouldBe(0);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private QueueFile Open()
    {
        var file = new QueueFile(_folder.File("q.db"), TimeProvider.System, NullLogger.Instance);
        file.Open(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), long.MaxValue);
        return file;
    }

    private static Task PublishAsync(QueueFile file, string topic, params string[] messages) =>
        file.AppendAsync([.. messages.Select(m => (topic, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(m), (string?)null))], broadcast: false);

    private static async Task PublishOneByOneAsync(QueueFile file, string prefix, int count)
    {
        for (var n = 0; n < count; n++)
        {
            await PublishAsync(file, "t", $"{prefix}{n}");
        }
    }

    private static async Task<IReadOnlyList<string>> TakeAsync(QueueCursor cursor, int count)
    {
        var items = await cursor.TakeAsync(count, TimeSpan.FromSeconds(10), Token).WaitAsync(TimeSpan.FromSeconds(60), Token);
        return [.. items.Select(item => Encoding.UTF8.GetString(item.Message.Data.Span))];
    }

    private sealed class Scratch(QueueWriter queue) : IAsyncDisposable
    {

        public QueueWriter Queue => queue;

        public Task AppendAsync(string topic, params string[] messages) => queue.RunAsync(
            new AppendWork([.. messages.Select(m => (topic, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(m), (string?)null))], broadcast: false));

        public Task SetFloorAsync(long floor) => queue.RunAsync(new Inline(t => t.SetFloor(1, floor, "owner")));

        public Task CompactAsync(long maxBytes = long.MaxValue) =>
            queue.RunAsync(new CompactWork(TimeSpan.FromMinutes(5), TimeSpan.FromDays(7), maxBytes, _ => null));

        public async Task<long> CountAsync()
        {
            long count = 0;
            await queue.RunAsync(new Inline(t => count = t.Query("SELECT count(*) FROM message", r => r.GetInt64(0))[0]));
            return count;
        }

        public ValueTask DisposeAsync()
        {
            queue.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Inline(Action<QueueTransaction> action) : QueueWork
    {
        public override void Execute(QueueTransaction transaction) => action(transaction);
    }
}

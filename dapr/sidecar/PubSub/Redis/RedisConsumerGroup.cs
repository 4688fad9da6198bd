using Personalization.Sidecar.Redis;
using StackExchange.Redis;

namespace Personalization.Sidecar.PubSub.Redis;

/// <summary>The commands of one consumer group on one stream. Blocking reads go over a connection of their own, everything else over the shared one.</summary>
internal sealed class RedisConsumerGroup(RedisConnection shared, RedisConnection reading, string topic, string name)
{
    private const string NoSuchGroup = "NOGROUP";
    private const string GroupExists = "BUSYGROUP";
    private const string FromTheOldest = "0";
    private const string StreamStart = "0-0";

    private readonly RedisKey _topic = topic;

    public string Topic => topic;

    /// <summary>Makes the group, and the stream with it, unless they are there. A new group begins with the oldest message kept.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(shared, "XGROUP", ["CREATE", _topic, name, FromTheOldest, "MKSTREAM"], cancellationToken);
        }
        catch (RedisServerException e) when (e.Message.StartsWith(GroupExists, StringComparison.Ordinal))
        {
            // As it should be from the second start on.
        }
    }

    /// <summary>True when the failure says that the group is gone: the server lost its data, or somebody deleted it.</summary>
    public static bool IsGone(RedisServerException failure) => failure.Message.Contains(NoSuchGroup, StringComparison.Ordinal);

    /// <summary>Waits up to <paramref name="wait"/> for messages that no member has had.</summary>
    public async Task<IReadOnlyList<RedisStreamEntry>> ReadNewAsync(int most, TimeSpan wait)
    {
        // Twice the time: a server that does not answer at all is noticed as well.
        var answer = await reading.Database.ExecuteAsync(
            "XREADGROUP", "GROUP", name, name, "COUNT", most, "BLOCK", (long)wait.TotalMilliseconds, "STREAMS", _topic, ">").WaitAsync(wait + wait);
        return answer.IsNull || (RedisResult[])answer! is not [var stream, ..] || (RedisResult[])stream! is not [_, var entries] ? [] : RedisStreamEntry.ReadAll(entries);
    }

    /// <summary>The id of the connection that reads, for <see cref="InterruptAsync"/>.</summary>
    public async Task<long> ReaderIdAsync(CancellationToken cancellationToken) => (long)await RunAsync(reading, "CLIENT", ["ID"], cancellationToken);

    /// <summary>Ends a blocking read at once, with nothing read.</summary>
    public Task InterruptAsync(long readerId, CancellationToken cancellationToken) => RunAsync(shared, "CLIENT", ["UNBLOCK", readerId], cancellationToken);

    /// <summary>Takes over messages that were handed out at least <paramref name="idle"/> ago and never settled. Their clock starts anew.</summary>
    public async Task<IReadOnlyList<RedisStreamEntry>> ClaimAsync(TimeSpan idle, int most, CancellationToken cancellationToken)
    {
        var claimed = new List<RedisStreamEntry>();
        var from = StreamStart;
        do
        {
            var answer = (RedisResult[])(await RunAsync(
                shared, "XAUTOCLAIM", [_topic, name, name, (long)idle.TotalMilliseconds, from, "COUNT", most], cancellationToken))!;
            claimed.AddRange(RedisStreamEntry.ReadAll(answer[1]));
            from = (string)answer[0]!;
        }
        while (from != StreamStart && claimed.Count < most);

        return claimed;
    }

    /// <summary>The group is done with a message.</summary>
    public Task AcknowledgeAsync(string id, CancellationToken cancellationToken) => RunAsync(shared, "XACK", [_topic, name, id], cancellationToken);

    /// <summary>Lets whoever looks next take the messages over at once: they count as handed out <paramref name="idle"/> ago.</summary>
    public Task ReleaseAsync(IReadOnlyCollection<string> ids, TimeSpan idle, CancellationToken cancellationToken) => ids.Count == 0
        ? Task.CompletedTask
        : RunAsync(shared, "XCLAIM", [_topic, name, name, 0, .. ids, "IDLE", (long)idle.TotalMilliseconds, "JUSTID"], cancellationToken);

    /// <summary>Ends a group that was for one replica.</summary>
    public Task DestroyAsync(CancellationToken cancellationToken) => RunAsync(shared, "XGROUP", ["DESTROY", _topic, name], cancellationToken);

    private static Task<RedisResult> RunAsync(RedisConnection connection, string command, object[] arguments, CancellationToken cancellationToken) =>
        connection.AnswerAsync(connection.Database.ExecuteAsync(command, arguments), cancellationToken);
}

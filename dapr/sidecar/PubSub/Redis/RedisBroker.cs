using System.Globalization;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Redis;
using StackExchange.Redis;

namespace Personalization.Sidecar.PubSub.Redis;

/// <summary>
/// <c>pubsub.redis</c>: a stream a topic, a consumer group an app, fields <c>data</c> and <c>metadata</c>, as daprd writes them. Publishing is as durable as
/// the server's append-only file.
/// </summary>
internal sealed class RedisBroker(RedisStreamOptions options, RedisSettings redis, TopicScopes scopes, SidecarServices services) : IPubSubBroker
{
    private readonly ILogger _logger = services.Loggers.CreateLogger<RedisBroker>();
    private Share<RedisConnection>? _connection;

    public IReadOnlyList<string> Capabilities { get; } = [];

    public TopicScopes Scopes => scopes;

    public TimeSpan AttemptTimeout => options.Redelivers ? options.ProcessingTimeout : Timeout.InfiniteTimeSpan;

    private RedisConnection Connection => _connection?.Value ?? throw new InvalidOperationException("The component is not open.");

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        _connection = RedisConnection.Acquire(services.Shared, redis);
        await Connection.OpenAsync(cancellationToken);
    }

    public async Task PublishAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 1)
        {
            var (command, arguments) = Add(messages[0]);
            await Connection.AnswerAsync(Connection.Database.ExecuteAsync(command, arguments), cancellationToken);
            return;
        }

        var transaction = Connection.Database.CreateTransaction();
        var added = messages.Select(message =>
        {
            var (command, arguments) = Add(message);
            return transaction.ExecuteAsync(command, arguments);
        }).ToList();
        await Connection.AnswerAsync(transaction.ExecuteAsync(), cancellationToken);
        await Connection.AnswerAsync(Task.WhenAll(added), cancellationToken);
    }

    public async Task<IAsyncDisposable> SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken)
    {
        var reader = new RedisConnection(redis);
        try
        {
            await reader.OpenAsync(cancellationToken);
            var group = new RedisConsumerGroup(Connection, reader, subscription.Topic, options.ConsumerId);
            await group.EnsureAsync(cancellationToken);
            return new RedisSubscription(group, reader, subscription, options, services.Time, _logger);
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _connection?.DisposeAsync() ?? ValueTask.CompletedTask;

    private (string Command, object[] Arguments) Add(OutgoingMessage message)
    {
        List<object> arguments = [(RedisKey)message.Topic];
        if (options.MaxLength > 0)
        {
            arguments.AddRange(["MAXLEN", "~", options.MaxLength]);
        }
        else if (options.StreamTtl > TimeSpan.Zero)
        {
            var oldest = (services.Time.GetUtcNow() - options.StreamTtl).ToUnixTimeMilliseconds();
            arguments.AddRange(["MINID", "~", string.Create(CultureInfo.InvariantCulture, $"{oldest}-0")]);
        }

        arguments.AddRange(["*", RedisStreamEntry.DataField, message.Data.ToArray()]);
        if (MessageMetadata.Format(message.Metadata) is { } metadata)
        {
            arguments.AddRange([RedisStreamEntry.MetadataField, metadata]);
        }

        return ("XADD", [.. arguments]);
    }
}

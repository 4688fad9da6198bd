using Personalization.Sidecar.Components;
using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary><c>pubsub.sqlite</c>: a durable, at-least-once queue in one file, for one machine. Only this sidecar has it.</summary>
internal sealed class SqliteBroker(QueueOptions options, TopicScopes scopes, ComponentContext context) : IPubSubBroker
{
    private readonly ILogger _logger = context.Services.Loggers.CreateLogger<SqliteBroker>();
    private Share<QueueFile>? _file;

    public IReadOnlyList<string> Capabilities { get; } = [PubSubCapabilities.Bulk];

    public TopicScopes Scopes => scopes;

    public TimeSpan AttemptTimeout => options.LeaseDuration;

    private QueueFile File => _file?.Value ?? throw new InvalidOperationException("The component is not open.");

    public IReadOnlyList<GroupLag> Lags() => File.Lags();

    public async Task InitAsync(CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(options.Path);
        _file = context.Services.Shared.Acquire($"pubsub.sqlite:{path}", () => new QueueFile(path, context.Services.Time, _logger));
        await Task.Run(() => _file.Value.Open(options.MinRetention, options.MaxRetention, options.MaxHandledBytes), cancellationToken);
    }

    public Task PublishAsync(IReadOnlyList<OutgoingMessage> messages, CancellationToken cancellationToken)
    {
        var rows = new (string, ReadOnlyMemory<byte>, string?)[messages.Count];
        for (var index = 0; index < rows.Length; index++)
        {
            var message = messages[index];
            rows[index] = (message.Topic, message.Data, MessageMetadata.Format(message.Metadata));
        }

        // A caller that gives up cannot take back what is already in a commit: it is told the outcome, however late.
        return File.AppendAsync(rows, options.Broadcast);
    }

    public async Task<IAsyncDisposable> SubscribeAsync(BrokerSubscription subscription, CancellationToken cancellationToken)
    {
        var cursor = await File.JoinAsync(options.ConsumerId, subscription.Topic, options.Broadcast, cancellationToken);
        return new QueueSubscription(File, cursor, subscription, options, context.Services.Time, _logger);
    }

    public ValueTask DisposeAsync() => _file?.DisposeAsync() ?? ValueTask.CompletedTask;
}

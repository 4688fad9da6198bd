using Personalization.Sidecar.Components;
using Personalization.Sidecar.Redis;

namespace Personalization.Sidecar.PubSub.Redis;

/// <summary>Reads the settings of <c>pubsub.redis</c>.</summary>
internal sealed class RedisBrokerFactory : IComponentFactory
{
    private const string ConsumerField = "consumerID";
    private const string ProcessingTimeoutField = "processingTimeout";
    private const string RedeliverField = "redeliverInterval";
    private const string QueueDepthField = "queueDepth";
    private const string ConcurrencyField = "concurrency";
    private const string MaxLengthField = "maxLenApprox";
    private const string StreamTtlField = "streamTTL";
    private const string UniquePlaceholder = "{uuid}";
    private const int Most = 100_000;

    private static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public string Type => "pubsub.redis";

    public IReadOnlyCollection<string> Fields { get; } =
    [
        ConsumerField, ProcessingTimeoutField, RedeliverField, QueueDepthField, ConcurrencyField, MaxLengthField, StreamTtlField,
        .. RedisSettings.Fields, .. TopicScopes.Fields,
    ];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        var defaults = new RedisStreamOptions { ConsumerId = settings.Text(ConsumerField) ?? context.AppId };
        var options = defaults with
        {
            Broadcast = settings.Resource.Properties.Any(property =>
                string.Equals(property.Name, ConsumerField, StringComparison.OrdinalIgnoreCase)
                && property.Value.Contains(UniquePlaceholder, StringComparison.OrdinalIgnoreCase)),
            ProcessingTimeout = NotNegative(settings, ProcessingTimeoutField, defaults.ProcessingTimeout),
            RedeliverInterval = NotNegative(settings, RedeliverField, defaults.RedeliverInterval),
            QueueDepth = settings.Number(QueueDepthField, defaults.QueueDepth, 1, Most),
            Concurrency = settings.Number(ConcurrencyField, defaults.Concurrency, 1, Most),
            MaxLength = settings.Number(MaxLengthField, defaults.MaxLength, 0),
            StreamTtl = NotNegative(settings, StreamTtlField, defaults.StreamTtl),
        };
        if (options.MaxLength > 0 && options.StreamTtl > TimeSpan.Zero)
        {
            throw settings.Bad(StreamTtlField, $"cannot stand beside {MaxLengthField}: a stream is cut by one of them");
        }

        return new RedisBroker(options, RedisSettings.Read(settings), TopicScopes.Read(settings, context.AppId), context.Services);
    }

    private static TimeSpan NotNegative(ComponentSettings settings, string field, TimeSpan otherwise)
    {
        var value = settings.Duration(field, otherwise, Millisecond);
        return value >= TimeSpan.Zero ? value : throw settings.Bad(field, "must not be negative");
    }
}

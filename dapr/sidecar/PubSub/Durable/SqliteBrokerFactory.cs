using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.PubSub.Durable;

/// <summary>Reads the settings of <c>pubsub.sqlite</c>.</summary>
internal sealed class SqliteBrokerFactory : IComponentFactory
{
    private const string ConnectionField = "connectionString";
    private const string ConsumerField = "consumerID";
    private const string ConcurrencyField = "concurrency";
    private const string LeaseField = "leaseDuration";
    private const string RedeliverField = "redeliverInterval";
    private const string MaxRedeliverField = "maxRedeliverInterval";
    private const string MinRetentionField = "minRetention";
    private const string MaxRetentionField = "maxRetention";
    private const string MaxHandledBytesField = "maxHandledBytes";
    private const string UniquePlaceholder = "{uuid}";
    private const int MaxConcurrency = 1_000;

    public string Type => "pubsub.sqlite";

    public IReadOnlyCollection<string> Fields { get; } =
    [
        ConnectionField, ConsumerField, ConcurrencyField, LeaseField, RedeliverField, MaxRedeliverField, MinRetentionField, MaxRetentionField,
        MaxHandledBytesField,
        .. TopicScopes.Fields,
    ];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        var defaults = new QueueOptions { Path = FilePath(settings), ConsumerId = settings.Text(ConsumerField) ?? context.AppId };
        var options = defaults with
        {
            Broadcast = settings.Resource.Properties.Any(property =>
                string.Equals(property.Name, ConsumerField, StringComparison.OrdinalIgnoreCase)
                && property.Value.Contains(UniquePlaceholder, StringComparison.OrdinalIgnoreCase)),
            Concurrency = settings.Number(ConcurrencyField, defaults.Concurrency, 1, MaxConcurrency),
            LeaseDuration = Positive(settings, LeaseField, defaults.LeaseDuration),
            RedeliverInterval = Positive(settings, RedeliverField, defaults.RedeliverInterval),
            MaxRedeliverInterval = Positive(settings, MaxRedeliverField, defaults.MaxRedeliverInterval),
            MinRetention = Positive(settings, MinRetentionField, defaults.MinRetention),
            MaxRetention = Positive(settings, MaxRetentionField, defaults.MaxRetention),
            MaxHandledBytes = settings.Number(MaxHandledBytesField, (int)defaults.MaxHandledBytes, 0),
        };
        if (options.MinRetention > options.MaxRetention)
        {
            throw settings.Bad(MinRetentionField, $"must not be longer than {MaxRetentionField}");
        }

        if (options.RedeliverInterval > options.MaxRedeliverInterval)
        {
            throw settings.Bad(RedeliverField, $"must not be longer than {MaxRedeliverField}");
        }

        return new SqliteBroker(options, TopicScopes.Read(settings, context.AppId), context);
    }

    private static string FilePath(ComponentSettings settings)
    {
        const string Scheme = "file:";
        var text = settings.Required(ConnectionField);
        if (text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Scheme.Length..];
        }

        return text.Contains(":memory:", StringComparison.Ordinal) || text.Contains('?', StringComparison.Ordinal) || text.Length == 0
            ? throw settings.Bad(ConnectionField, "must be the path of a file, without options: the queue has to survive the process")
            : text;
    }

    private static TimeSpan Positive(ComponentSettings settings, string field, TimeSpan otherwise)
    {
        var value = settings.Duration(field, otherwise, TimeSpan.FromMilliseconds(1));
        return value > TimeSpan.Zero ? value : throw settings.Bad(field, "must be longer than zero");
    }
}

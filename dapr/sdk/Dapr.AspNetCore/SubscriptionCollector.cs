using Dapr.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Logging;

namespace Dapr;

/// <summary>Reads the subscriptions off the endpoints.</summary>
internal static partial class SubscriptionCollector
{
    private const string RawPayload = "rawPayload";

    public static IReadOnlyList<Subscription> Collect(IEnumerable<Endpoint> endpoints, bool rawPayload, ILogger logger) => endpoints
        .OfType<RouteEndpoint>()
        .SelectMany(Declarations)
        .GroupBy(declaration => (declaration.Topic.PubsubName, declaration.Topic.Name))
        .Select(group => Merge([.. group.OrderBy(declaration => declaration.Topic.Priority)], rawPayload, logger))
        .OrderBy(subscription => subscription.PubsubName, StringComparer.Ordinal)
        .ThenBy(subscription => subscription.Topic, StringComparer.Ordinal)
        .ToList();

    private static IEnumerable<Declaration> Declarations(RouteEndpoint endpoint)
    {
        var pairs = endpoint.Metadata.GetOrderedMetadata<IOriginalTopicMetadata>();
        var bulks = endpoint.Metadata.GetOrderedMetadata<IBulkSubscribeMetadata>();
        return endpoint.Metadata.GetOrderedMetadata<ITopicMetadata>().Where(topic => topic.Name is not null).Select(topic => new Declaration(
            topic,
            pairs.Where(pair => string.IsNullOrEmpty(pair.Id) || (topic as IOwnedOriginalTopicMetadata)?.OwnedMetadatas?.Contains(pair.Id) == true).ToList(),
            bulks.FirstOrDefault(bulk => bulk.TopicName == topic.Name),
            ToRoute(endpoint.RoutePattern)));
    }

    private static Subscription Merge(List<Declaration> declarations, bool rawPayload, ILogger logger)
    {
        var first = declarations[0];
        var rules = declarations.Where(declaration => !string.IsNullOrEmpty(declaration.Topic.Match)).ToList();
        var defaults = declarations.Where(declaration => string.IsNullOrEmpty(declaration.Topic.Match)).Select(declaration => declaration.Route).Distinct().ToList();
        if (defaults.Count > 1)
        {
            DefaultRouteExists(logger, first.Topic.Name, first.Topic.PubsubName);
        }

        foreach (var same in rules.GroupBy(rule => rule.Topic.Priority).Where(same => same.Count() > 1))
        {
            DuplicatePriority(logger, first.Topic.Name, first.Topic.PubsubName, same.Key, same.Count());
        }

        var metadata = MetadataOf(declarations);
        if (rawPayload || declarations.Any(declaration => (declaration.Topic as IRawTopicMetadata)?.EnableRawPayload == true))
        {
            metadata[RawPayload] = "true";
        }

        return new Subscription(
            first.Topic.Name,
            first.Topic.PubsubName,
            rules.Count == 0 ? defaults.FirstOrDefault() : null,
            rules.Count == 0 ? null : new SubscriptionRoutes(rules.Select(rule => new SubscriptionRule(rule.Topic.Match!, rule.Route)).ToList(), defaults.FirstOrDefault()),
            metadata.Count > 0 ? metadata : null,
            (first.Topic as IDeadLetterTopicMetadata)?.DeadLetterTopic,
            first.Bulk is { } bulk ? new SubscriptionBulk(Enabled: true, bulk.MaxMessagesCount, bulk.MaxAwaitDurationMs) : null);
    }

    private static Dictionary<string, string> MetadataOf(List<Declaration> declarations)
    {
        var separator = declarations.Select(declaration => (declaration.Topic as IOwnedOriginalTopicMetadata)?.MetadataSeparator).FirstOrDefault(given => !string.IsNullOrEmpty(given)) ?? ",";
        return declarations
            .SelectMany(declaration => declaration.Pairs)
            .GroupBy(pair => pair.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => string.Join(separator, same.Select(pair => pair.Value).Distinct()), StringComparer.Ordinal);
    }

    /// <summary>A route with a parameter cannot be a subscription's: the sidecar would have nothing to put in.</summary>
    private static string ToRoute(RoutePattern pattern) =>
        string.Join('/', pattern.PathSegments.Select(segment => string.Concat(segment.Parts.Cast<RoutePatternLiteralPart>().Select(part => part.Content))));

    [LoggerMessage(1, LogLevel.Error, "A default subscription to topic {Topic} on pubsub {Pubsub} already exists.")]
    private static partial void DefaultRouteExists(ILogger logger, string topic, string pubsub);

    [LoggerMessage(2, LogLevel.Error, "A subscription to topic {Topic} on pubsub {Pubsub} has duplicate priorities for {Priority}: found {Count} occurrences.")]
    private static partial void DuplicatePriority(ILogger logger, string topic, string pubsub, int priority, int count);

    private sealed record Declaration(ITopicMetadata Topic, IReadOnlyList<IOriginalTopicMetadata> Pairs, IBulkSubscribeMetadata? Bulk, string Route);
}

namespace Personalization.Sidecar.PubSub;

/// <summary>daprd's error codes of pub/sub, as its clients compare them.</summary>
internal static class PubSubErrorCodes
{
    public const string NotConfigured = "ERR_PUBSUB_NOT_CONFIGURED";
    public const string NotFound = "ERR_PUBSUB_NOT_FOUND";
    public const string TopicEmpty = "ERR_TOPIC_NAME_EMPTY";
    public const string Forbidden = "ERR_PUBSUB_FORBIDDEN";
    public const string Publish = "ERR_PUBSUB_PUBLISH_MESSAGE";
    public const string EnvelopeMalformed = "ERR_PUBSUB_CLOUD_EVENTS_SER";
    public const string EntriesMalformed = "ERR_PUBSUB_EVENTS_SER";
    public const string MetadataMalformed = "ERR_PUBSUB_REQUEST_METADATA";
}

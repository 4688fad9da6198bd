using Personalization.Sidecar.Components;

namespace Personalization.Sidecar.PubSub;

/// <summary>
/// The topics of a component that one app may use, from the fields every pub/sub component has: <c>publishingScopes</c> and
/// <c>subscriptionScopes</c> (<c>app1=t1,t2;app2=</c>), <c>allowedTopics</c>, <c>protectedTopics</c>.
/// </summary>
internal sealed class TopicScopes
{
    private const string PublishingField = "publishingScopes";
    private const string SubscriptionField = "subscriptionScopes";
    private const string AllowedField = "allowedTopics";
    private const string ProtectedField = "protectedTopics";

    private readonly HashSet<string>? _publishing;
    private readonly HashSet<string>? _subscription;
    private readonly HashSet<string> _allowed;
    private readonly HashSet<string> _protected;

    private TopicScopes(HashSet<string>? publishing, HashSet<string>? subscription, HashSet<string> allowed, HashSet<string> guarded)
    {
        _publishing = publishing;
        _subscription = subscription;
        _allowed = allowed;
        _protected = guarded;
    }

    public static IReadOnlyCollection<string> Fields { get; } = [PublishingField, SubscriptionField, AllowedField, ProtectedField];

    /// <exception cref="Resources.ResourceException">A scope is not of the form <c>app=topic,topic</c>.</exception>
    public static TopicScopes Read(ComponentSettings settings, string appId) => new(
        Scope(settings, PublishingField, appId),
        Scope(settings, SubscriptionField, appId),
        List(settings.Text(AllowedField)),
        List(settings.Text(ProtectedField)));

    public bool MayPublish(string topic) => Allows(_publishing, topic);

    public bool MaySubscribe(string topic) => Allows(_subscription, topic);

    private bool Allows(HashSet<string>? scope, string topic)
    {
        if (_allowed.Count > 0 && !_allowed.Contains(topic))
        {
            return false;
        }

        // A protected topic is open to those alone that a scope names.
        return scope?.Contains(topic) ?? !_protected.Contains(topic);
    }

    private static HashSet<string>? Scope(ComponentSettings settings, string field, string appId)
    {
        HashSet<string>? own = null;
        foreach (var part in (settings.Text(field) ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw settings.Bad(field, $"'{part}' is not of the form app=topic1,topic2");
            }

            if (part[..equals].Trim() == appId)
            {
                own = List(part[(equals + 1)..]);
            }
        }

        return own;
    }

    private static HashSet<string> List(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal);
}

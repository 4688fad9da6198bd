using System.Text.Json;
using Personalization.Sidecar.Cel;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>
/// Chooses the path of the app for a message: the first rule that holds for its envelope, which a rule calls <c>event</c>. A rule that has no value for a message (it asks for a
/// field that is not there, without <c>has</c>) is a failure of the delivery, as in daprd.
/// </summary>
internal sealed class SubscriptionRouter
{
    /// <summary>What rules call the envelope.</summary>
    public const string Variable = "event";

    private readonly List<(CelExpression? Rule, string Path)> _routes = [];

    public SubscriptionRouter(IReadOnlyList<SubscriptionRoute> routes)
    {
        foreach (var route in routes)
        {
            try
            {
                var match = route.Match.Trim();
                _routes.Add((match.Length == 0 ? null : CelExpression.Parse(match, Variable), route.Path));
            }
            catch (CelSyntaxException e)
            {
                Problem ??= $"the rule '{route.Match}' cannot be used: {e.Message}";
            }
        }
    }

    /// <summary>Why the routes cannot be used; null when they can.</summary>
    public string? Problem { get; }

    /// <returns>The path, or null when no route matches.</returns>
    /// <exception cref="CelEvaluationException">A rule has no value for the message.</exception>
    /// <exception cref="JsonException">The envelope is no JSON object.</exception>
    public string? Route(ReadOnlyMemory<byte> envelope)
    {
        if (_routes.Count == 0 || _routes[0].Rule is null)
        {
            return _routes.Count == 0 ? null : _routes[0].Path;
        }

        using var document = JsonDocument.Parse(envelope);
        var value = CelJson.Value(document.RootElement);
        foreach (var (rule, path) in _routes)
        {
            if (rule is null || rule.Test(value))
            {
                return path;
            }
        }

        return null;
    }
}

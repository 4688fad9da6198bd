namespace Personalization.Sidecar.Http;

/// <summary>The values of a matched route's parameters, decoded.</summary>
internal sealed class RouteMatch(ApiRoute route, string[] values)
{
    public ApiRoute Route { get; } = route;

    public string this[string name] => values[Array.IndexOf(Route.Parameters, name)];
}

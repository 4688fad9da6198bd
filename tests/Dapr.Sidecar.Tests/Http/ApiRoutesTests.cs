using Personalization.Sidecar.Http;

namespace Personalization.Sidecar.Tests.Http;

public sealed class ApiRoutesTests
{
    private readonly ApiRoutes _routes = new();

    public ApiRoutesTests()
    {
        _routes.Map("POST,PUT", "/v1.0/state/{store}", Nothing);
        _routes.Map("POST,PUT", "/v1.0/state/{store}/bulk", Nothing);
        _routes.Map("GET,DELETE", "/v1.0/state/{store}/{key}", Nothing);
        _routes.Map("POST", "/v1.0/publish/{pubsub}/{*topic}", Nothing);
        _routes.Map("POST", "/v1.0/publish/bulk/{pubsub}/{*topic}", Nothing);
    }

    [Theory]
    [InlineData("POST", "/v1.0/state/s", "/v1.0/state/{store}", "s")]
    [InlineData("put", "//v1.0//state/s/", "/v1.0/state/{store}", "s")]
    [InlineData("POST", "/v1.0/state/s/bulk", "/v1.0/state/{store}/bulk", "s")]
    [InlineData("GET", "/v1.0/state/s/bulk", "/v1.0/state/{store}/{key}", "s|bulk")]
    [InlineData("GET", "/v1.0/state/s/a%2Fb%20c%252F", "/v1.0/state/{store}/{key}", "s|a/b c%2F")]
    [InlineData("POST", "/v1.0/publish/p/a/b", "/v1.0/publish/{pubsub}/{*topic}", "p|a/b")]
    [InlineData("POST", "/v1.0/publish/bulk/p/t", "/v1.0/publish/bulk/{pubsub}/{*topic}", "p|t")]
    [InlineData("POST", "/v1.0/publish/bulk/t", "/v1.0/publish/{pubsub}/{*topic}", "bulk|t")]
    public void Match_Path_FindsRouteAndDecodesParameters(string method, string path, string template, string values)
    {
        var match = _routes.Match(method, path, out _)!;

        match.Route.Template.ShouldBe(template);
        string.Join('|', match.Route.Parameters.Select(p => match[p])).ShouldBe(values);
    }

    [Theory]
    [InlineData("PATCH", "/v1.0/state/s", true)]
    [InlineData("GET", "/v1.0/publish/p/t", true)]
    [InlineData("GET", "/v1.0/state", false)]
    [InlineData("GET", "/", false)]
    [InlineData("POST", "/v1.0/publish/p", false)]
    public void Match_NoRoute_SaysWhetherThePathIsKnown(string method, string path, bool known)
    {
        _routes.Match(method, path, out var pathKnown).ShouldBeNull();

        pathKnown.ShouldBe(known);
    }

    private static Task Nothing(ApiContext context) => Task.CompletedTask;
}

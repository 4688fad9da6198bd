using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Personalization.Testing;
using Storefront.Tests.Support;

namespace Storefront.Tests.OpenApi;

public sealed class OpenApiTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    [Fact]
    public async Task Document_NamesEveryPublicEndpointAndNoOther()
    {
        var document = (await fixture.Host.GetAsync("/openapi/v1.json")).Json;
        var documented = document.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}"));

        documented.Order().ShouldBe(fixture.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => !endpoint.RoutePattern.RawText!.StartsWith("/events") && !endpoint.RoutePattern.RawText.StartsWith("/hubs") && !endpoint.RoutePattern.RawText.Contains("dapr/"))
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Select(method => $"{method} {endpoint.RoutePattern.RawText}"))
            .Order());
    }

    [Fact]
    public async Task Document_IsValidAndEveryAnswerIsAsItSays()
    {
        var node = Requires.Binary("node");
        var npm = Requires.Binary("npm");
        var folder = Path.Combine(Repository.Root, "tests", "Storefront.Tests", "OpenApi", "js");
        await Child.OutputAsync(npm, ["ci", "--loglevel=error"], folder);

        var report = JsonDocument.Parse(await Child.OutputAsync(node, ["check.mjs", fixture.Host.PublicUrl], folder)).RootElement;

        report.GetProperty("document").GetProperty("valid").GetBoolean().ShouldBeTrue(report.GetRawText());
        report.GetProperty("failures").EnumerateArray().Select(failure => failure.GetString()).ShouldBeEmpty();
        report.GetProperty("called").GetArrayLength().ShouldBeGreaterThan(15);
    }
}

using Storefront.Tests.Support;

namespace Storefront.Tests.Recommending;

[Trait("req", "R8.3")]
public sealed class ModelTests
{
    [Fact]
    public async Task Models_ListedSwappedAndRolledBack()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();

        var listed = await host.GetAsync("/api/v1/models");
        var rolledBack = await host.PostAsync("/api/v1/models/rollback", "");
        var again = await host.PostAsync("/api/v1/models/rollback", "");
        var plain = await host.PostAsync("/api/v1/models/plain/activate", "");
        var activated = await host.PostAsync("/api/v1/models/m2/activate", "");
        var unknown = await host.PostAsync("/api/v1/models/m9/activate", "");
        var rebuilt = await host.PostAsync("/api/v1/models/rebuild", "");

        listed.Json.GetProperty("versions")[1].GetProperty("plain_ndcg").GetDouble().ShouldBe(.3);
        listed.Json.GetProperty("current").GetString().ShouldBe("m2");
        rolledBack.Json.GetProperty("current").GetString().ShouldBe("m1");
        again.Status.ShouldBe(404);
        plain.Json.TryGetProperty("current", out _).ShouldBeFalse();
        activated.Json.GetProperty("current").GetString().ShouldBe("m2");
        unknown.Status.ShouldBe(404);
        unknown.Json.GetProperty("errors").GetProperty("id")[0].GetString().ShouldNotBeNull().ShouldContain("GET /api/v1/models");
        rebuilt.Status.ShouldBe(202);
        rebuilt.Json.GetProperty("job").GetProperty("state").GetString().ShouldBe("waiting");
    }

    [Fact]
    public async Task Models_DiscoveryAway_AreAsked503()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        host.Discovery.Away = true;

        (await host.GetAsync("/api/v1/models")).Status.ShouldBe(503);
        (await host.PostAsync("/api/v1/models/rebuild", "")).Status.ShouldBe(503);
    }
}

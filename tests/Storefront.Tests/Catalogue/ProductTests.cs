using Storefront.Tests.Support;

namespace Storefront.Tests.Catalogue;

public sealed class ProductTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    [Fact]
    public async Task Product_Known_HasTheContractsShape()
    {
        var answer = await fixture.Host.GetAsync("/api/products/p1");

        answer.Status.ShouldBe(200);
        var product = answer.Json;
        product.GetProperty("id").GetString().ShouldBe("p1");
        product.GetProperty("name").GetString().ShouldBe("oat drink");
        product.GetProperty("brand").GetString().ShouldBe("Acme");
        product.GetProperty("categories")[0].GetString().ShouldBe("drink");
        product.GetProperty("attributes")[0].GetString().ShouldBe("vegan");
        product.GetProperty("price").GetDecimal().ShouldBe(1.5m);
        product.GetProperty("currency").GetString().ShouldBe("EUR");
        product.GetProperty("in_stock").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("/api/products/none")]
    [InlineData("/api/products/%3Cscript%3E")]
    public async Task Product_Unknown_Is404(string path)
    {
        var answer = await fixture.Host.GetAsync(path);

        answer.Status.ShouldBe(404);
        answer.Faults.ShouldBe(["id"]);
    }

    [Fact]
    public async Task Product_DiscoveryAway_AnswersFromTheCopy()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        host.Discovery.Away = true;

        (await host.GetAsync("/api/products/p1")).Status.ShouldBe(200);
        (await host.GetAsync("/api/products/none")).Status.ShouldBe(404);
    }
}

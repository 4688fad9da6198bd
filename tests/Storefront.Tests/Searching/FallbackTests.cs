using System.Diagnostics;
using Storefront.Tests.Support;

namespace Storefront.Tests.Searching;

public sealed class FallbackTests
{
    private const string Search = "/api/search/personalized";

    [Fact]
    public async Task Search_ProfilesAway_IsTheStandardOrderAndSaysSo()
    {
        await using var host = await TestStorefront.StartAsync((shoppers, _) => shoppers.Away = true);

        var answer = await host.PostAsync(Search, """{"query":"oat","user_id":"u"}""");

        answer.Json.GetProperty("results").GetArrayLength().ShouldBe(2);
        Reason(answer).ShouldBe("profiles_unavailable");
        host.Discovery.Searches.Last(request => request.Query == "oat").Shopper.ShouldBeNull();
    }

    [Fact]
    public async Task Search_DiscoveryAway_IsTheSameStandardOrderFromTheOwnCopy()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        var before = (await host.PostAsync(Search, """{"query":"oat green soap"}""")).Json;
        host.Discovery.Away = true;

        var answer = await host.PostAsync(Search, """{"query":"oat green soap","user_id":"u"}""");

        Reason(answer).ShouldBe("discovery_unavailable");
        answer.Json.GetProperty("results").GetRawText().ShouldBe(before.GetProperty("results").GetRawText());
        answer.Json.GetProperty("index_version").GetString().ShouldBe(before.GetProperty("index_version").GetString());
        (await host.PostAsync(Search, """{"query":"never asked chili"}""")).Json.GetProperty("results").GetArrayLength().ShouldBe(1);
        (await host.GetAsync("/api/search/suggest?q=oa")).Json.GetProperty("suggestions").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Search_DiscoveryAwayFromTheStart_AnswersFromTheDisk()
    {
        var data = Directory.CreateTempSubdirectory("storefront-").FullName;
        await using (var first = await TestStorefront.StartAsync(data: data))
        {
            await first.WaitForCatalogueAsync();
            await TestStorefront.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(data, "catalogue", "main", "manifest.json"))));
        }

        await using var host = await TestStorefront.StartAsync((_, discovery) => discovery.Away = true, data: data);
        await host.WaitForCatalogueAsync();

        (await host.PostAsync(Search, """{"query":"oat"}""")).Json.GetProperty("results").GetArrayLength().ShouldBe(2);
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData("manifest.json", 10)]
    [InlineData("manifest.json", 0)]
    [InlineData("0.json", 40)]
    [InlineData("0.json", -1)]
    public async Task Search_CopyOfOneStoreTornOnDisk_TheOtherStoresCopyServesAndDiscoveryMendsIt(string file, int length)
    {
        var data = Directory.CreateTempSubdirectory("storefront-").FullName;
        var folder = Path.Combine(data, "catalogue");
        await using (var first = await TestStorefront.StartAsync(data: data))
        {
            await first.WaitForCatalogueAsync();
            await TestStorefront.UntilAsync(() => Task.FromResult(File.Exists(Path.Combine(folder, "main", "manifest.json"))));
        }

        // The torn store comes first, whatever the order that the disk lists folders in.
        foreach (var torn in (string[])["aaa", "zzz"])
        {
            Tear(Path.Combine(folder, "main"), Path.Combine(folder, torn), file, length);
        }

        await using var host = await TestStorefront.StartAsync((_, discovery) => discovery.Away = true, data: data);
        await host.WaitForCatalogueAsync();
        (await host.PostAsync(Search, """{"query":"oat"}""")).Json.GetProperty("results").GetArrayLength().ShouldBe(2);
        Directory.Delete(Path.Combine(folder, "main"), recursive: true);
        await host.DisposeAsync();
        Tear(Path.Combine(folder, "aaa"), Path.Combine(folder, "main"), file, length);

        await using var mended = await TestStorefront.StartAsync(data: data);
        await mended.WaitForCatalogueAsync();

        (await mended.PostAsync(Search, """{"query":"oat"}""")).Json.GetProperty("results").GetArrayLength().ShouldBe(2);
        await mended.DisposeAsync();
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("req", "R2.6")]
    public async Task Search_PartTooSlow_AnswersInsideItsBudget(bool profilesSlow)
    {
        await using var host = await TestStorefront.StartAsync(settings: new() { [profilesSlow ? "Budgets:Context" : "Budgets:Ranking"] = "00:00:00.050" });
        await host.WaitForCatalogueAsync();
        await host.PostAsync(Search, """{"query":"oat","user_id":"u"}""");
        host.Shoppers.Delay = profilesSlow ? TimeSpan.FromSeconds(30) : TimeSpan.Zero;
        host.Discovery.Delay = profilesSlow ? TimeSpan.Zero : TimeSpan.FromSeconds(30);

        var started = Stopwatch.GetTimestamp();
        var answer = await host.PostAsync(Search, """{"query":"oat","user_id":"u"}""");

        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        Reason(answer).ShouldBe(profilesSlow ? "profiles_unavailable" : "discovery_unavailable");
        answer.Json.GetProperty("results").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Search_PartAwayForLong_IsNoLongerAskedEachTime()
    {
        await using var host = await TestStorefront.StartAsync(settings: new() { ["Budgets:Breaker:Probe"] = "01:00:00" });
        await TestStorefront.UntilAsync(async () => (await host.GetAsync("/readyz")).Status == 200);
        host.Shoppers.Away = true;
        for (var i = 0; i < 20; i++)
        {
            await host.PostAsync(Search, """{"query":"oat","user_id":"breaker"}""");
        }

        host.Shoppers.Calls.Count(call => call.ActorId.Contains(Personalization.Abstractions.Identity.KeyText.Encode("breaker"))).ShouldBe(5);
    }

    private static string? Reason(Answer answer)
    {
        answer.Status.ShouldBe(200);
        var personalization = answer.Json.GetProperty("personalization");
        personalization.GetProperty("degraded").GetBoolean().ShouldBeTrue();
        personalization.GetProperty("active").GetBoolean().ShouldBeFalse();
        return personalization.GetProperty("reason").GetString();
    }

    /// <summary>A copy of a store's folder in which one file ends early, or, with a negative length, is missing.</summary>
    private static void Tear(string from, string to, string file, int length)
    {
        Directory.CreateDirectory(to);
        foreach (var whole in Directory.EnumerateFiles(from))
        {
            File.Copy(whole, Path.Combine(to, Path.GetFileName(whole)));
        }

        if (length < 0)
        {
            File.Delete(Path.Combine(to, file));
            return;
        }

        using var torn = File.OpenWrite(Path.Combine(to, file));
        torn.SetLength(Math.Min(length, torn.Length));
    }
}

using System.IO.Compression;
using System.Text;
using Personalization.Discovery.Contracts;
using Storefront.Tests.Support;

namespace Storefront.Tests.Catalogue;

public sealed class ImportTests(StorefrontFixture fixture) : IClassFixture<StorefrontFixture>
{
    private const string Import = "/api/catalog/import";

    private TestStorefront Host => fixture.Host;

    [Theory]
    [InlineData("text/csv", "text/csv")]
    [InlineData("text/csv; charset=utf-8; header=present", "text/csv")]
    [InlineData("text/tab-separated-values", "text/tab-separated-values")]
    [InlineData("application/x-ndjson", "application/x-ndjson")]
    [InlineData("application/json", "application/json")]
    public async Task Import_EachFormat_IsHandedOnWhole(string contentType, string canonical)
    {
        var answer = await SendAsync($"{Import}?mode=replace&map=Artikel:name&map=a:b:price", Encoding.UTF8.GetBytes("id,name\n1,ä"), contentType);

        answer.Status.ShouldBe(202, answer.Text);
        var id = answer.Json.GetProperty("id").GetString()!;
        answer.Json.GetProperty("status_url").GetString().ShouldBe($"/api/catalog/imports/{id}");
        var held = Host.Discovery.Imports[id];
        (held.Start.ContentType, held.Start.Mode, held.Text).ShouldBe((canonical, "replace", "id,name\n1,ä"));
        held.Start.Map["Artikel"].ShouldBe("name");
        held.Start.Map["a:b"].ShouldBe("price");
    }

    [Fact]
    public async Task Import_LongBody_GoesInChunksOfAtMostOneMebibyte()
    {
        var body = new byte[(5 * 1024 * 1024) + 17];
        new Random(5).NextBytes(body);
        body[0] = (byte)'i';

        var answer = await SendAsync(Import, body, "text/csv");

        var chunks = Host.Discovery.Imports[answer.Json.GetProperty("id").GetString()!].Chunks.OrderBy(chunk => chunk.Key).Select(chunk => chunk.Value).ToList();
        chunks.ShouldAllBe(chunk => chunk.Length <= 1024 * 1024);
        chunks.SelectMany(chunk => chunk).SequenceEqual(body).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Import_Gzip_IsUnpackedWhetherNamedOrNot(bool named)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            await gzip.WriteAsync("id,name\n1,tea"u8.ToArray());
        }

        var content = TestStorefront.Body(packed.ToArray(), "text/csv");
        if (named)
        {
            content.Headers.ContentEncoding.Add("gzip");
        }

        var answer = await Host.SendAsync(HttpMethod.Post, Import, content);

        answer.Status.ShouldBe(202);
        Host.Discovery.Imports[answer.Json.GetProperty("id").GetString()!].Text.ShouldBe("id,name\n1,tea");
    }

    [Fact]
    public async Task Import_DamagedGzip_IsRefusedAndNeverCompleted()
    {
        var answer = await SendAsync(Import, [0x1F, 0x8B, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], "text/csv");

        answer.Status.ShouldBe(400);
        answer.Faults.ShouldBe(["body"]);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(200_000)]
    public async Task Import_GzipThatBreaksOff_IsRefusedAndNeverCompleted(int rows)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("id,name\n" + string.Concat(Enumerable.Range(0, rows).Select(row => $"{row},tea {row * 7919L % 1000}\n"))));
        }

        var content = TestStorefront.Body(packed.ToArray()[..^9], "text/csv");
        content.Headers.ContentEncoding.Add("gzip");
        var done = Host.Discovery.Imports.Values.Count(import => import.Digest is not null);

        var answer = await Host.SendAsync(HttpMethod.Post, Import, content);

        answer.Status.ShouldBe(400, answer.Text);
        answer.Faults.ShouldBe(["body"]);
        Host.Discovery.Imports.Values.Count(import => import.Digest is not null).ShouldBe(done);
    }

    [Fact]
    public async Task Import_SeveralPairsInOneMap_AreAllRead()
    {
        var answer = await SendAsync($"{Import}?map=nr:id,Bezeichnung:name&map=Marke,%20kurz:brand", "nr\n1"u8.ToArray(), "text/csv");

        var map = Host.Discovery.Imports[answer.Json.GetProperty("id").GetString()!].Start.Map;
        map.OrderBy(pair => pair.Value, StringComparer.Ordinal).Select(pair => (pair.Key, pair.Value)).ShouldBe(
            [("Marke, kurz", "brand"), ("nr", "id"), ("Bezeichnung", "name")]);
    }

    [Theory]
    [InlineData("?mode=append", "mode")]
    [InlineData("?map=name", "map")]
    [InlineData("?map=x:colour", "map")]
    [InlineData("?map=x:name&map=X:brand", "map")]
    public async Task Import_WrongQuery_IsRefused(string query, string field) =>
        (await SendAsync(Import + query, "id\n1"u8.ToArray(), "text/csv")).Faults.ShouldBe([field]);

    [Fact]
    public async Task Import_WrongFrame_IsRefused()
    {
        (await SendAsync(Import, "x"u8.ToArray(), "application/xml")).Status.ShouldBe(415);
        (await SendAsync(Import, [], "text/csv")).Status.ShouldBe(400);
        var content = TestStorefront.Body("x"u8.ToArray(), "text/csv");
        content.Headers.ContentEncoding.Add("zstd");
        (await Host.SendAsync(HttpMethod.Post, Import, content)).Status.ShouldBe(415);
    }

    [Fact]
    public async Task Import_SameIdempotencyKey_IsTheSameImport()
    {
        var first = await SendAsync(Import, "id\n1"u8.ToArray(), "text/csv", ("Idempotency-Key", "import-1"));
        var again = await SendAsync(Import, "id\n1"u8.ToArray(), "text/csv", ("Idempotency-Key", "import-1"));

        again.Status.ShouldBe(202);
        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("", "id\n2")]
    [InlineData("?mode=replace", "id\n1")]
    public async Task Import_SameIdempotencyKeyWithAnotherRequest_IsAConflict(string query, string body)
    {
        var key = ("Idempotency-Key", $"import-2{query}");
        await SendAsync(Import, "id\n1"u8.ToArray(), "text/csv", key);

        var other = await SendAsync(Import + query, Encoding.UTF8.GetBytes(body), "text/csv", key);

        other.Status.ShouldBe(409);
        other.Faults.ShouldBe(["Idempotency-Key"]);
    }

    [Fact]
    public async Task Status_IsDoneOnlyWhenTheCopyHasTheVersion()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        var id = (await host.SendAsync(HttpMethod.Post, Import, TestStorefront.Body("id\n1"u8.ToArray(), "text/csv"))).Json.GetProperty("id").GetString()!;
        host.Discovery.Imports[id].Status = new ImportStatus { Id = id, State = "done", Read = 1, Changed = 1, IndexVersion = "v2", FinishedAt = DateTimeOffset.UnixEpoch };
        host.Discovery.PartsAway = true;
        host.Discovery.Catalogue = FakeDiscovery.Products("v2", "elderflower syrup");

        var publishing = (await host.GetAsync($"/api/catalog/imports/{id}")).Json;
        publishing.GetProperty("state").GetString().ShouldBe("publishing");
        publishing.GetProperty("finished_at").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);

        host.Discovery.PartsAway = false;
        await host.WaitForCatalogueAsync();
        var done = (await host.GetAsync($"/api/catalog/imports/{id}")).Json;
        done.GetProperty("state").GetString().ShouldBe("done");
        (done.GetProperty("read").GetInt64(), done.GetProperty("changed").GetInt64(), done.GetProperty("rejected").GetInt64()).ShouldBe((1, 1, 0));
        done.GetProperty("errors").GetArrayLength().ShouldBe(0);
        host.Discovery.Away = true;
        (await host.PostAsync("/api/search/personalized", """{"query":"elderflower"}""")).Json.GetProperty("total").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Status_OvertakenByANewerVersion_IsDone()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        var id = (await host.SendAsync(HttpMethod.Post, Import, TestStorefront.Body("id\n1"u8.ToArray(), "text/csv"))).Json.GetProperty("id").GetString()!;
        host.Discovery.Imports[id].Status = new ImportStatus { Id = id, State = "publishing", IndexVersion = "v0-long-gone" };

        (await host.GetAsync($"/api/catalog/imports/{id}")).Json.GetProperty("state").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task Status_Unknown_Is404()
    {
        var answer = await Host.GetAsync("/api/catalog/imports/nothing");

        answer.Status.ShouldBe(404);
        answer.Faults.ShouldBe(["id"]);
    }

    [Fact]
    public async Task Broadcast_OfANewVersion_IsTakenAtOnce()
    {
        await using var host = await TestStorefront.StartAsync();
        await host.WaitForCatalogueAsync();
        host.Discovery.Catalogue = FakeDiscovery.Products("v3", "new thing");

        using var channel = new HttpClient { BaseAddress = new Uri(host.AppUrl) };
        var subscriptions = await channel.GetStringAsync("/dapr/subscribe");
        subscriptions.ShouldContain("catalogue-changed");
        using var content = TestStorefront.Body("""{"specversion":"1.0","id":"1","type":"t","source":"s","data":{"store_id":"main","version":"v3"}}"""u8.ToArray(), "application/cloudevents+json");
        (await channel.PostAsync("/events/catalogue-changed", content)).IsSuccessStatusCode.ShouldBeTrue();

        await host.WaitForCatalogueAsync();
    }

    private Task<Answer> SendAsync(string path, byte[] body, string contentType, params (string, string)[] headers) =>
        Host.SendAsync(HttpMethod.Post, path, TestStorefront.Body(body, contentType), headers);
}

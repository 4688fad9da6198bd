using Storefront.Tests.Support;

namespace Storefront.Tests.Web;

public sealed class WebFilesTests : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("web-");
    private TestStorefront _host = null!;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path.Combine(_root.FullName, "assets"));
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "index.html"), "<!doctype html><title>shop</title>");
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "assets", "app-1a2b.js"), new string('/', 5_000));
        await File.WriteAllTextAsync(Path.Combine(_root.FullName, "tracker.js"), "(()=>{})()");
        _host = await TestStorefront.StartAsync(settings: new() { ["Web:Root"] = _root.FullName });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _root.Delete(recursive: true);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/index.html")]
    [InlineData("/cart")]
    public async Task Page_AnyOfItsPaths_IsAskedForEachTimeUnderAPolicy(string path)
    {
        var answer = await _host.SendAsync(HttpMethod.Get, path, null, ("Accept", "text/html"));

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe("text/html");
        answer.Headers["Cache-Control"].ShouldBe("no-cache");
        answer.Headers["Content-Security-Policy"].ShouldContain("default-src 'self'");
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        (await _host.SendAsync(HttpMethod.Get, path, null, ("Accept", "text/html"), ("If-None-Match", answer.Headers["ETag"]))).Status.ShouldBe(304);
    }

    [Fact]
    public async Task HashedFile_IsKeptForAYearAndCompressed()
    {
        var answer = await _host.SendAsync(HttpMethod.Get, "/assets/app-1a2b.js", null, ("Accept-Encoding", "br"));

        answer.Headers["Cache-Control"].ShouldContain("immutable");
        answer.Headers["Content-Encoding"].ShouldBe("br");
    }

    [Fact]
    [Trait("req", "R1.6")]
    public async Task Tracker_AnySite_MayLoadItAndKeepItForAnHour()
    {
        var answer = await _host.SendAsync(HttpMethod.Get, "/tracker.js", null, ("Origin", "https://elsewhere.example"));

        answer.Status.ShouldBe(200);
        answer.ContentType.ShouldBe("text/javascript");
        answer.Headers["Cache-Control"].ShouldBe("public, max-age=3600, s-maxage=604800, stale-while-revalidate=86400");
        answer.Headers["Access-Control-Allow-Origin"].ShouldBe("*");
        (await _host.SendAsync(HttpMethod.Get, "/tracker.js", null, ("If-None-Match", answer.Headers["ETag"]))).Status.ShouldBe(304);
    }

    [Theory]
    [InlineData("/api/nothing")]
    [InlineData("/assets/missing.js")]
    [InlineData("/dapr/subscribe")]
    public async Task OtherPaths_AreNotThePage(string path)
    {
        var answer = await _host.SendAsync(HttpMethod.Get, path, null, ("Accept", "text/html"));

        answer.Status.ShouldBe(404);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.State;

/// <summary>The state API's answers, status by status, against each store.</summary>
public sealed class StateHttpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Stores => [Yaml.InMemoryStore, Yaml.SqliteStore];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task SaveAndGet_Value_ComesBackWithETagAndExpiry(string yaml)
    {
        await using var sidecar = await TestSidecar.StartAsync(yaml);
        using var client = sidecar.Client();

        (await SaveAsync(client, """[{"key":"a b/c","value":{"x":1.50,"ü":"€"}},{"key":"t","value":"s","metadata":{"ttlInSeconds":"100"}}]"""))
            .StatusCode.ShouldBe(HttpStatusCode.NoContent);

        using var plain = await client.GetAsync(new Uri("/v1.0/state/store/a%20b%2Fc", UriKind.Relative), Token);
        plain.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await plain.Content.ReadAsStringAsync(Token)).ShouldBe("""{"x":1.50,"ü":"€"}""");
        plain.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        plain.Headers.NonValidated["ETag"].ToString().ShouldNotBeEmpty();
        plain.Headers.Contains("metadata.ttlExpireTime").ShouldBeFalse();
        using var expiring = await client.GetAsync(new Uri("/v1.0/state/store/t", UriKind.Relative), Token);
        DateTimeOffset.Parse(expiring.Headers.GetValues("metadata.ttlExpireTime").Single()).ShouldBe(DateTimeOffset.UtcNow.AddSeconds(100), TimeSpan.FromSeconds(10));
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Get_Absent_Is204(string yaml)
    {
        await using var sidecar = await TestSidecar.StartAsync(yaml);
        using var client = sidecar.Client();

        using var answer = await client.GetAsync(new Uri("/v1.0/state/store/absent", UriKind.Relative), Token);

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Save_StaleETag_Is409(string yaml)
    {
        await using var sidecar = await TestSidecar.StartAsync(yaml);
        using var client = sidecar.Client();
        await SaveAsync(client, """[{"key":"k","value":1}]""");

        using var answer = await SaveAsync(client, """[{"key":"k","value":2,"etag":"stale","options":{"concurrency":"first-write"}}]""");

        await ShouldRefuseAsync(answer, HttpStatusCode.Conflict, "ERR_STATE_SAVE");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Save_FirstWriteOfKnownKey_Is409(string yaml)
    {
        await using var sidecar = await TestSidecar.StartAsync(yaml);
        using var client = sidecar.Client();
        await SaveAsync(client, """[{"key":"k","value":1}]""");

        using var answer = await SaveAsync(client, """[{"key":"k","value":2,"options":{"concurrency":"first-write"}}]""");

        await ShouldRefuseAsync(answer, HttpStatusCode.Conflict, "ERR_STATE_SAVE");
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Delete_ByETag_409ThenGone(string yaml)
    {
        await using var sidecar = await TestSidecar.StartAsync(yaml);
        using var client = sidecar.Client();
        await SaveAsync(client, """[{"key":"k","value":1}]""");
        using var read = await client.GetAsync(new Uri("/v1.0/state/store/k", UriKind.Relative), Token);

        using var stale = await DeleteAsync(client, "stale");
        using var current = await DeleteAsync(client, read.Headers.NonValidated["ETag"].ToString());
        using var again = await DeleteAsync(client, null);

        await ShouldRefuseAsync(stale, HttpStatusCode.Conflict, "ERR_STATE_DELETE");
        current.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        again.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Transaction_FailingOperation_Is500AndChangesNothing(string yaml)
    {
        await using var sidecar = await TestSidecar.StartAsync(yaml);
        using var client = sidecar.Client();

        using var failed = await PostAsync(client, "/v1.0/state/store/transaction", """
            {"operations":[{"operation":"upsert","request":{"key":"a","value":1}},{"operation":"delete","request":{"key":"b","etag":"stale"}}]}
            """);
        using var unknown = await PostAsync(client, "/v1.0/state/store/transaction", """{"operations":[{"operation":"merge","request":{"key":"a"}}]}""");
        using var done = await PostAsync(client, "/v1.0/state/store/transaction", """
            {"operations":[{"operation":"upsert","request":{"key":"c","value":1}},{"operation":"delete","request":{"key":"b"}}]}
            """);

        await ShouldRefuseAsync(failed, HttpStatusCode.InternalServerError, "ERR_STATE_TRANSACTION");
        await ShouldRefuseAsync(unknown, HttpStatusCode.BadRequest, "ERR_NOT_SUPPORTED_STATE_OPERATION");
        done.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await BulkAsync(client, "a", "c")).ShouldBe("""[{"key":"a"},{"key":"c","data":1}]""");
    }

    [Theory]
    [InlineData("""[{"key":"a||b","value":1}]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("""[{"value":1}]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("""{"key":"a"}""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("not json", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("""[{"key":"a","value":1,"options":{"concurrency":"last"}}]""", 400, "ERR_MALFORMED_REQUEST")]
    [InlineData("""[{"key":"a","value":1,"metadata":{"ttlInSeconds":"soon"}}]""", 500, "ERR_STATE_SAVE")]
    public async Task Save_BadBody_IsRefused(string body, int status, string code)
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore);
        using var client = sidecar.Client();

        using var answer = await SaveAsync(client, body);

        await ShouldRefuseAsync(answer, (HttpStatusCode)status, code);
    }

    [Fact]
    public async Task AnyCall_UnknownStore_Is400AndNoStoreIs500()
    {
        await using var with = await TestSidecar.StartAsync(Yaml.InMemoryStore);
        await using var without = await TestSidecar.StartAsync("");
        using var some = with.Client();
        using var none = without.Client();

        using var unknown = await some.GetAsync(new Uri("/v1.0/state/other/k", UriKind.Relative), Token);
        using var unconfigured = await none.GetAsync(new Uri("/v1.0/state/other/k", UriKind.Relative), Token);

        await ShouldRefuseAsync(unknown, HttpStatusCode.BadRequest, "ERR_STATE_STORE_NOT_FOUND");
        await ShouldRefuseAsync(unconfigured, HttpStatusCode.InternalServerError, "ERR_STATE_STORE_NOT_CONFIGURED");
    }

    [Fact]
    public async Task Query_IsNotImplemented()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore);
        using var client = sidecar.Client();

        using var answer = await PostAsync(client, "/v1.0-alpha1/state/store/query", "{}");

        await ShouldRefuseAsync(answer, HttpStatusCode.NotImplemented, "ERR_API_UNIMPLEMENTED");
    }

    [Fact]
    public async Task Keys_DefaultPrefix_SeparatesAppsAndConstantPrefixShares()
    {
        const string shared = """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: shared}
            spec:
              type: state.sqlite
              version: v1
              metadata:
              - {name: connectionString, value: "{folder}/state.db"}
              - {name: keyPrefix, value: none}
            """;
        await using var sidecar = await TestSidecar.StartAsync($"{Yaml.SqliteStore}\n{shared}", [new AppOptions { AppId = "one" }, new AppOptions { AppId = "two" }]);
        using var one = sidecar.Client("one");
        using var two = sidecar.Client("two");
        await SaveAsync(one, """[{"key":"k","value":"own"}]""");
        await SaveAsync(one, """[{"key":"k","value":"shared"}]""", "shared");

        using var foreign = await two.GetAsync(new Uri("/v1.0/state/store/k", UriKind.Relative), Token);

        foreign.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await two.GetStringAsync(new Uri("/v1.0/state/shared/k", UriKind.Relative), Token)).ShouldBe("\"shared\"");
        (await two.GetStringAsync(new Uri("/v1.0/state/shared/one%7C%7Ck", UriKind.Relative), Token).ContinueWith(t => t.IsFaulted)).ShouldBeTrue();
    }

    [Fact]
    public async Task Tables_TwoInOneFile_KeepApart()
    {
        const string other = """
            ---
            apiVersion: dapr.io/v1alpha1
            kind: Component
            metadata: {name: other}
            spec:
              type: state.sqlite
              version: v1
              metadata:
              - {name: connectionString, value: "file:{folder}/state.db?_txlock=immediate"}
              - {name: tableName, value: other}
            """;
        await using var sidecar = await TestSidecar.StartAsync($"{Yaml.SqliteStore}\n{other}");
        using var client = sidecar.Client();
        await SaveAsync(client, """[{"key":"k","value":1}]""");
        await SaveAsync(client, """[{"key":"k","value":2}]""", "other");

        (await client.GetStringAsync(new Uri("/v1.0/state/store/k", UriKind.Relative), Token)).ShouldBe("1");
        (await client.GetStringAsync(new Uri("/v1.0/state/other/k", UriKind.Relative), Token)).ShouldBe("2");
    }

    [Fact]
    public async Task Save_LongerThanTheLimit_Is413()
    {
        await using var sidecar = await TestSidecar.StartAsync(Yaml.InMemoryStore, [new AppOptions { AppId = "app", MaxBodyBytes = 100 }]);
        using var client = sidecar.Client();
        var body = $$"""[{"key":"k","value":"{{new string('x', 200)}}"}]""";

        using var counted = await SaveAsync(client, body);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, "/v1.0/state/store") { Content = TestSidecar.Json(body) };
        chunked.Headers.TransferEncodingChunked = true;
        using var streamed = await client.SendAsync(chunked, Token);

        counted.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        streamed.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Save_Restarted_IsStillThere()
    {
        using var folder = new TempFolder();
        var yaml = Yaml.SqliteStore.Replace("{folder}", folder.Path, StringComparison.Ordinal);
        await using (var first = await TestSidecar.StartAsync(yaml))
        {
            using var client = first.Client();
            await SaveAsync(client, """[{"key":"k","value":7}]""");
        }

        await using var second = await TestSidecar.StartAsync(yaml);
        using var again = second.Client();

        (await again.GetStringAsync(new Uri("/v1.0/state/store/k", UriKind.Relative), Token)).ShouldBe("7");
    }

    internal static async Task ShouldRefuseAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync(Token);
        answer.StatusCode.ShouldBe(status, body);
        JsonDocument.Parse(body).RootElement.GetProperty("errorCode").GetString().ShouldBe(code);
    }

    private static Task<HttpResponseMessage> SaveAsync(HttpClient client, string body, string store = "store") => PostAsync(client, $"/v1.0/state/{store}", body);

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string body) =>
        client.PostAsync(new Uri(path, UriKind.Relative), TestSidecar.Json(body), Token);

    private static async Task<HttpResponseMessage> DeleteAsync(HttpClient client, string? etag)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/v1.0/state/store/k");
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }

        return await client.SendAsync(request, Token);
    }

    private static async Task<string> BulkAsync(HttpClient client, params string[] keys)
    {
        using var answer = await client.PostAsJsonAsync("/v1.0/state/store/bulk", new { keys }, Token);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return System.Text.RegularExpressions.Regex.Replace(await answer.Content.ReadAsStringAsync(Token), ",\"etag\":\"[^\"]*\"", "");
    }
}

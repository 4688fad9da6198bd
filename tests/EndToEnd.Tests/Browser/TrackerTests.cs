using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Browser;

/// <summary>The tracker in a real browser, on pages of a site that is not the storefront's own.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R1.6")]
public sealed partial class TrackerTests(DemoSystem demo) : IAsyncLifetime
{
    private const string Product = "04154891";
    private const string Batch = "**/api/interactions/track/batch";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly OtherSite _site = new();
    private Browser _browser = null!;

    public async ValueTask InitializeAsync() => _browser = await Browser.LaunchAsync();

    public async ValueTask DisposeAsync()
    {
        _site.Dispose();
        await _browser.DisposeAsync();
    }

    [Fact]
    public async Task ReadmeSnippet_OnAnotherSite_Tracks()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "services", "storefront", "tracker", "README.md"));
        var snippet = Snippet().Match(readme).Groups[1].Value.Replace("http://127.0.0.1:8080", Address, StringComparison.Ordinal);
        snippet.ShouldContain(Address);
        var page = await OpenAsync(await _browser.NewContextAsync(), snippet + "<button data-product='07031234'>Add</button>");

        await page.GetByText("Add").ClickAsync();

        await SeenAsync(await AnonymousAsync(page), "view_details", "add_to_cart");
    }

    [Fact]
    public async Task PageGoes_EventOfTheSameMoment_Arrives()
    {
        var page = await OpenAsync(await _browser.NewContextAsync(), Loads("{ timeout: 60000, batchDelay: 600000 }"));
        var shopper = await AnonymousAsync(page);

        await page.EvaluateAsync($"() => {{ tracker.track('click', {{ product_id: '{Product}' }}); location.href = 'about:blank'; }}");

        await SeenAsync(shopper, "click");
    }

    [Fact]
    public async Task Offline_EventsWait_AndGoWhenTheConnectionIsBack()
    {
        var context = await _browser.NewContextAsync();
        var page = await OpenAsync(context, Loads());
        var shopper = await AnonymousAsync(page);

        await context.SetOfflineAsync(true);
        await page.EvaluateAsync($"() => {{ tracker.track('click', {{ product_id: '{Product}' }}); return tracker.flushEvents(); }}");
        (await page.EvaluateAsync<int>("() => tracker.queued")).ShouldBe(1);
        await context.SetOfflineAsync(false);

        await SeenAsync(shopper, "click");
        await EmptyAsync(page);
    }

    [Fact]
    public async Task Busy_RetryAfterIsKept_AndTheEventCountsOnce()
    {
        var page = await OpenAsync(await _browser.NewContextAsync(), Loads());
        var sent = new List<(DateTime At, string Id)>();
        await page.RouteAsync(Batch, async route =>
        {
            sent.AddRange(Events(route.Request).Select(id => (DateTime.UtcNow, id)));
            if (sent.Count == 1)
            {
                await route.FulfillAsync(new() { Status = 503, Headers = Cors("Retry-After", "2") });
                return;
            }

            await route.ContinueAsync();
        });

        await page.EvaluateAsync($"() => tracker.track('click', {{ product_id: '{Product}' }})");
        await SeenAsync(await AnonymousAsync(page), "click");
        await EmptyAsync(page);

        sent.Count.ShouldBe(2);
        sent[1].Id.ShouldBe(sent[0].Id);
        (sent[1].At - sent[0].At).ShouldBeGreaterThan(TimeSpan.FromSeconds(1.9));
    }

    [Fact]
    public async Task NotDurable_EventIsSentAgainUntilItIs()
    {
        var page = await OpenAsync(await _browser.NewContextAsync(), Loads());
        var ids = new List<string>();
        await page.RouteAsync(Batch, async route =>
        {
            ids.AddRange(Events(route.Request));
            if (ids.Count == 1)
            {
                await route.FulfillAsync(new()
                {
                    Headers = Cors("Content-Type", "application/json"),
                    Body = $$"""{"results":[{"index":0,"event_id":"{{ids[0]}}","status":202,"durable":false}],"versions":[]}""",
                });
                return;
            }

            await route.ContinueAsync();
        });

        await page.EvaluateAsync($"() => tracker.track('click', {{ product_id: '{Product}' }})");
        await SeenAsync(await AnonymousAsync(page), "click");
        await EmptyAsync(page);

        ids.Count.ShouldBe(2);
        ids[1].ShouldBe(ids[0]);
    }

    [Fact]
    public async Task TwoTabs_ShareTheQueue_LoseNoneAndKnowTheVersion()
    {
        const int Each = 25;
        var context = await _browser.NewContextAsync();
        var first = await OpenAsync(context, Loads());
        var visitor = await AnonymousAsync(first);
        var tabs = new[] { first, await OpenAsync(context, Loads()) };
        (await AnonymousAsync(tabs[1])).ShouldBe(visitor);
        var sent = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var under = 0;
        var together = 0;
        await context.RouteAsync(Batch, async route =>
        {
            together = Math.Max(together, Interlocked.Increment(ref under));
            foreach (var id in Events(route.Request))
            {
                sent.Enqueue(id);
            }

            await Task.Delay(150);
            Interlocked.Decrement(ref under);
            await route.ContinueAsync();
        });

        var ids = await Task.WhenAll(tabs.Select(tab => tab.EvaluateAsync<string[]>(
            $$"""async () => { const ids = []; for (let i = 0; i < {{Each}}; i++) { ids.push(tracker.track('click', { product_id: '{{Product}}' })); await new Promise((next) => setTimeout(next, 15)); } return ids; }""")));
        await EmptyAsync(tabs[0]);

        // A machine that stands still for seconds makes a tab take over what the other has just sent; the storefront counts it once.
        sent.Distinct().Order().ShouldBe(ids.SelectMany(one => one).Order());
        together.ShouldBe(1);
        await Eventually.TrueAsync(
            async () =>
            {
                var versions = await Task.WhenAll(tabs.Select(tab => tab.EvaluateAsync<string?>("() => tracker.version")));
                return versions[0] is { Length: > 0 } && versions[0] == versions[1];
            },
            Limit);
    }

    [Fact]
    public async Task WrongClock_EventIsPlacedByTheStorefrontsTime()
    {
        var page = await (await _browser.NewContextAsync()).NewPageAsync();
        await page.Clock.SetSystemTimeAsync(DateTime.UtcNow.AddDays(2));
        await OpenAsync(page, Loads());
        var shopper = await AnonymousAsync(page);

        await page.EvaluateAsync($"() => tracker.track('click', {{ product_id: '{Product}' }})");
        await SeenAsync(shopper, "click");

        var at = (await demo.Shop.GetAsync($"/api/users/{shopper}/preferences/live?as=anonymous"))["recent"]!.AsArray().Single()!["at"]!.GetValue<string>();
        (DateTimeOffset.Parse(at, CultureInfo.InvariantCulture) - DateTimeOffset.UtcNow).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    private string Address => demo.System.Address.ToString().TrimEnd('/');

    private string Loads(string options = "{ timeout: 60000 }") => $"<script src='{Address}/tracker.js'></script><script>const tracker = Personalization.createTracker({options});</script>";

    private static Task<string> AnonymousAsync(IPage page) => page.EvaluateAsync<string>("() => tracker.anonymousId");

    private async Task<IPage> OpenAsync(IBrowserContext context, string body) => await OpenAsync(await context.NewPageAsync(), body);

    private async Task<IPage> OpenAsync(IPage page, string body)
    {
        _site.Body = body;
        await page.GotoAsync(RunningSystem.OtherSite + "/");
        return page;
    }

    /// <summary>Waits until exactly these events of the visitor are in the warehouse, each once.</summary>
    private Task SeenAsync(string anonymousId, params string[] types) => Eventually.TrueAsync(
        async () =>
        {
            var recent = (await demo.Shop.GetAsync($"/api/users/{anonymousId}/preferences/live?as=anonymous"))["recent"]!.AsArray();
            return types.All(type => recent.Count(one => one!["type"]!.GetValue<string>() == type) == 1) && recent.Count == types.Length;
        },
        Limit);

    private static Task EmptyAsync(IPage page) => Eventually.TrueAsync(async () => await page.EvaluateAsync<int>("() => tracker.queued") == 0, Limit);

    private static IEnumerable<string> Events(IRequest request) =>
        JsonDocument.Parse(request.PostData!).RootElement.GetProperty("events").EnumerateArray().Select(one => one.GetProperty("event_id").GetString()!).ToList();

    private static Dictionary<string, string> Cors(string name, string value) => new()
    {
        ["Access-Control-Allow-Origin"] = RunningSystem.OtherSite,
        ["Access-Control-Expose-Headers"] = "Retry-After, Date",
        [name] = value,
    };

    [GeneratedRegex("```html\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Snippet();
}

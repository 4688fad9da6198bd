using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Personalization.EndToEnd.Tests.Running;
using Personalization.Testing;

namespace Personalization.EndToEnd.Tests.Browser;

/// <summary>The shop's page in a real browser.</summary>
[Collection(DemoSystemCollection.Name)]
[Trait("req", "R9.1")]
public sealed class ShopPageTests(DemoSystem demo)
{
    private const string PlantDrink = "04154891"; // Almond Milk Unsweetened, as the demo shop's README names it

    [Fact]
    public async Task Shopper_SuggestionClickSearchSwitch_SeesPersonalizationComeAndGo()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Search the shop" });

        // Type, pick a suggestion.
        await search.PressSequentiallyAsync("yog");
        await page.GetByTestId("suggestion").First.WaitForAsync();
        await SearchAsync(page, "yogurt");
        await Assertions.Expect(page.GetByTestId("indicator")).ToHaveAttributeAsync("data-active", "false");
        var standard = await NamesAsync(page);
        await Assertions.Expect(page.GetByTestId("badge")).ToHaveCountAsync(0);

        // Open a plant-based drink found by a picked suggestion or by its name.
        await search.FillAsync("almond milk");
        await page.GetByTestId("suggestion").First.WaitForAsync();
        await page.GetByTestId("suggestion").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("results")).ToBeVisibleAsync();
        await SearchAsync(page, "almond milk unsweetened");
        var drink = page.Locator($"[data-testid=card][data-product='{PlantDrink}']");
        var clicked = page.WaitForResponseAsync(response => response.Url.Contains("/api/interactions/track", StringComparison.Ordinal) && response.Status == 200);
        await drink.GetByTestId("name").ClickAsync();
        await clicked;
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();

        // The next search is changed, and says so.
        await SearchAsync(page, "yogurt");
        await Assertions.Expect(page.GetByTestId("indicator")).ToHaveAttributeAsync("data-active", "true");
        await Assertions.Expect(page.GetByTestId("badge").First).ToContainTextAsync("Personalized for you");
        var personalized = await NamesAsync(page);
        personalized.ShouldNotBe(standard);

        // Off: the standard order, at once.
        await page.GetByTestId("switch").ClickAsync();
        await Assertions.Expect(page.GetByTestId("indicator")).ToHaveAttributeAsync("data-active", "false");
        await Assertions.Expect(page.GetByTestId("badge")).ToHaveCountAsync(0);
        (await NamesAsync(page)).ShouldBe(standard);
    }

    [Fact]
    [Trait("req", "R5.1")]
    public async Task Strip_DecidedByTheBandit_TellsWhyAndAClickRewardsIt()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        var strip = page.GetByTestId("strip");

        await Assertions.Expect(strip).ToHaveAttributeAsync("data-decision", new Regex("."));
        await Assertions.Expect(page.GetByTestId("strip-reason")).Not.ToBeEmptyAsync();
        var decision = await strip.GetAttributeAsync("data-decision");
        var rewarding = page.WaitForResponseAsync(response => response.Url.Contains("/api/interactions/track", StringComparison.Ordinal)
            && response.Request.PostData?.Contains(decision!, StringComparison.Ordinal) == true && response.Status == 200);
        await strip.GetByRole(AriaRole.Button).ClickAsync();

        await rewarding;
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
    }

    [Fact]
    [Trait("req", "R2.8")]
    public async Task Shopper_AddsToTheCartAndReloads_StillHasIt()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());

        await AddFirstAsync(page);
        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("1");
    }

    [Fact]
    [Trait("req", "R3.4")]
    public async Task Shopper_BuysTheCart_ItIsEmptyAndTheProductIsUsualFromThenOn()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        var usual = page.GetByTestId("row-usual").GetByRole(AriaRole.Heading);
        await Assertions.Expect(usual).ToHaveTextAsync("Selling fast");
        await AddFirstAsync(page);

        await page.GetByTestId("cart").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Buy now" }).ClickAsync();

        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("0");
        await Assertions.Expect(usual).ToHaveTextAsync("My usual");
    }

    [Fact]
    [Trait("req", "R2.8")]
    public async Task Shopper_ReloadsBeforeAnyEventIsAnswered_IsTheSameVisitorWithTheSameCart()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/api/interactions/**", route => route.AbortAsync());
        await page.GotoAsync(demo.System.Address.ToString());

        await AddFirstAsync(page);
        await ForgetKeptCartAsync(page);
        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("1");
    }

    [Fact]
    [Trait("req", "R2.8")]
    public async Task Shopper_CartIsNotAnsweredAtFirst_IsAskedForAgain()
    {
        const int Refused = 3;
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        await AddFirstAsync(page);
        await ForgetKeptCartAsync(page);
        var asked = 0;
        await page.RouteAsync(url => url.Contains("/cart", StringComparison.Ordinal), route => Interlocked.Increment(ref asked) <= Refused
            ? route.FulfillAsync(new() { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "0" } })
            : route.ContinueAsync());

        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("1");
        asked.ShouldBeGreaterThan(Refused);
    }

    [Fact]
    [Trait("req", "R2.8")]
    public async Task Shopper_CartIsNotAnsweredAtAll_SeesWhatTheBrowserKept()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        await AddFirstAsync(page);
        await page.RouteAsync(url => url.Contains("/cart", StringComparison.Ordinal), route => route.AbortAsync());

        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("1");
    }

    [Fact]
    [Trait("req", "R2.8")]
    public async Task Shopper_AddsWhatAnotherDeviceDoesNotKnow_KeepsBoth()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        var cart = page.WaitForResponseAsync(response => IsCart(response, "GET"));
        await page.ReloadAsync();
        var address = new Uri((await cart).Url).PathAndQuery;

        await demo.Shop.PutAsync(address, new { items = new[] { new { product_id = PlantDrink, quantity = 2 } } });
        await AddFirstAsync(page);

        var held = await demo.Shop.GetAsync(address);
        held["items"]!.AsArray().Count.ShouldBe(2);
        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("3");
    }

    [Fact]
    public async Task Shopper_DoesSomethingElsewhere_SeesItHereWithoutReloading()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("data-live", "true");
        await Assertions.Expect(page.GetByTestId("results")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => { window.neverReloaded = true; }");

        await demo.Shop.TrackAsync(new { type = "add_to_cart", anonymous_id = await VisitorAsync(page), product_id = PlantDrink });

        await Assertions.Expect(page.GetByTestId("learned")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("indicator")).ToHaveAttributeAsync("data-active", "true");
        (await page.EvaluateAsync<bool>("() => window.neverReloaded === true")).ShouldBeTrue();
    }

    [Fact]
    public async Task Shopper_TheSocketIsAway_SeesItHereAllTheSame()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.RouteAsync("**/hubs/**", route => route.AbortAsync());
        await page.Clock.InstallAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        await Assertions.Expect(page.GetByTestId("results")).ToBeVisibleAsync();

        await demo.Shop.TrackAsync(new { type = "add_to_cart", anonymous_id = await VisitorAsync(page), product_id = PlantDrink });
        await page.Clock.FastForwardAsync(20_000);

        await Assertions.Expect(page.GetByTestId("learned")).ToBeVisibleAsync();
    }

    [Fact]
    [Trait("req", "R3.4")]
    public async Task Shopper_HasBoughtBefore_SeesRemindersUsualComplementsAndDiscoveries()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());
        var other = (await page.Locator($"[data-testid=card]:not([data-product='{PlantDrink}'])").First.GetAttributeAsync("data-product"))!;
        var visitor = await VisitorAsync(page);

        // The drink every ten days, and overdue, also where the usual of the shop draws the rhythm out; the other one lately.
        await BuyAsync(visitor, PlantDrink, 75, 65, 55, 45, 35, 25);
        await BuyAsync(visitor, other, 12, 2);
        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("row-reminders").Locator($"[data-product='{PlantDrink}']")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("row-usual").Locator($"[data-product='{other}']")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("row-usual").Locator($"[data-product='{other}']")).ToContainTextAsync("of your 8 orders");
        string[] seen = [];
        foreach (var row in (string[])["row-reminders", "row-usual", "row-complementary", "row-discovery"])
        {
            var products = await page.GetByTestId(row).Locator("[data-product]").EvaluateAllAsync<string[]>("cards => cards.map(card => card.dataset.product)");
            products.ShouldNotBeEmpty(row);
            seen = [.. seen, .. products];
        }

        seen.ShouldBeUnique();
        await page.GetByTestId("row-usual").Locator($"[data-product='{other}'] button").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        // A search has its own answer.
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await SearchAsync(page, "yogurt");
        await Assertions.Expect(page.GetByTestId("row-usual")).ToHaveCountAsync(0);
    }

    private async Task BuyAsync(string visitor, string product, params int[] daysAgo)
    {
        foreach (var days in daysAgo)
        {
            await demo.Shop.TrackAsync(new { type = "purchase", anonymous_id = visitor, product_id = product, timestamp = TimeProvider.System.GetUtcNow().AddDays(-days), context = new { quantity = 1, order_id = Guid.NewGuid().ToString("N") } });
        }
    }

    private static Task<string> VisitorAsync(IPage page) => page.EvaluateAsync<string>("() => JSON.parse(localStorage.getItem('shopper')).state.guestId");

    /// <summary>Puts the first product that is shown into the cart, and waits until the shop has it and the browser has kept it.</summary>
    private static async Task AddFirstAsync(IPage page)
    {
        var kept = page.WaitForResponseAsync(response => IsCart(response, "PUT") && response.Status == 200);
        await page.Locator($"[data-testid=card]:not([data-product='{PlantDrink}'])").First
            .GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await kept;
        await page.WaitForFunctionAsync("() => JSON.parse(localStorage.getItem('cart') ?? 'null')?.cart.items.length > 0");
        await Assertions.Expect(page.GetByTestId("cart")).Not.ToContainTextAsync("0");
    }

    private static Task ForgetKeptCartAsync(IPage page) => page.EvaluateAsync("localStorage.removeItem('cart')");

    private static bool IsCart(IResponse response, string method) => response.Url.Contains("/cart", StringComparison.Ordinal) && response.Request.Method == method;

    /// <summary>Searches, and waits for the answer: until it comes, the page shows the list before it.</summary>
    private static async Task SearchAsync(IPage page, string query)
    {
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Search the shop" });
        await search.FillAsync(query);
        await search.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = $"Results for “{query}”" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Products" })).ToHaveAttributeAsync("aria-busy", "false");
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IPage page) => await page.GetByTestId("name").AllInnerTextsAsync();
}

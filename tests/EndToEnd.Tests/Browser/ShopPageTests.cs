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
        await search.FillAsync("yogurt");
        await search.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Results for “yogurt”" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByTestId("indicator")).ToHaveAttributeAsync("data-active", "false");
        var standard = await NamesAsync(page);
        await Assertions.Expect(page.GetByTestId("badge")).ToHaveCountAsync(0);

        // Open a plant-based drink found by a picked suggestion or by its name.
        await search.FillAsync("almond milk");
        await page.GetByTestId("suggestion").First.WaitForAsync();
        await page.GetByTestId("suggestion").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("results")).ToBeVisibleAsync();
        await search.FillAsync("almond milk unsweetened");
        await search.PressAsync("Enter");
        var drink = page.Locator($"[data-testid=card][data-product='{PlantDrink}']");
        var clicked = page.WaitForResponseAsync(response => response.Url.Contains("/api/interactions/track", StringComparison.Ordinal));
        await drink.GetByTestId("name").ClickAsync();
        (await clicked).Status.ShouldBe(200);
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();

        // The next search is changed, and says so.
        await search.FillAsync("yogurt");
        await search.PressAsync("Enter");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Results for “yogurt”" })).ToBeVisibleAsync();
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
    [Trait("req", "R2.8")]
    public async Task Shopper_AddsToTheCartAndReloads_StillHasIt()
    {
        await using var browser = await Browser.LaunchAsync();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(demo.System.Address.ToString());

        var kept = page.WaitForResponseAsync(response => response.Url.Contains("/cart", StringComparison.Ordinal) && response.Request.Method == "PUT");
        await page.GetByTestId("card").First.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        (await kept).Status.ShouldBe(200);
        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("1");
        await page.ReloadAsync();

        await Assertions.Expect(page.GetByTestId("cart")).ToContainTextAsync("1");
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(IPage page) => await page.GetByTestId("name").AllInnerTextsAsync();
}

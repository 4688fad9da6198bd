using Personalization.Profiles.Carts;
using Personalization.Profiles.Contracts;
using Personalization.Profiles.State;

namespace Personalization.Profiles.Tests.Carts;

[Trait("req", "R2.8")]
public sealed class CartRulesTests
{
    private static readonly long Now = Some.Day.ToUnixTimeMilliseconds();

    private static CartState Cart(params CartItem[] items) => CartRules.Replace(CartState.Empty, items, Now);

    [Fact]
    public void View_WithinItsDays_IsActiveAndSaysWhenItExpires()
    {
        var view = CartRules.View(Cart(new CartItem("a", 1, Some.Day)), Now, Some.Rules.Options);

        (view.Status, view.ExpiresAt, view.Version).ShouldBe(("active", Some.Day.AddDays(30), "c1"));
    }

    [Fact]
    public void View_AfterItsDays_IsExpiredAndEmpty()
    {
        var view = CartRules.View(Cart(new CartItem("a", 1, Some.Day)), Some.Day.AddDays(30).ToUnixTimeMilliseconds(), Some.Rules.Options);

        (view.Status, view.Items.Count).ShouldBe(("expired", 0));
    }

    [Fact]
    public void Learn_PurchaseOfTheLastProduct_LeavesTheCartOrdered()
    {
        var state = ShopperState.Empty with { Cart = Cart(new CartItem("a", 1, Some.Day.AddHours(-1)), new CartItem("b", 1, Some.Day.AddHours(-1))) };

        var one = Some.Learn([Some.Event(InteractionTypes.Purchase, Some.Product("a"))], state);
        var both = Some.Learn([Some.Event(InteractionTypes.Purchase, Some.Product("b"))], one);

        CartRules.View(one.Cart, Now, Some.Rules.Options).Status.ShouldBe("active");
        CartRules.View(both.Cart, Now, Some.Rules.Options).Status.ShouldBe("ordered");
    }

    [Fact]
    public void Bought_BeforeItWasAdded_LeavesTheCartAlone()
    {
        var cart = Cart(new CartItem("a", 1, Some.Day));

        CartRules.Bought(cart, "a", Now - 1).ShouldBeSameAs(cart);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("*", true)]
    [InlineData("c1", true)]
    [InlineData("c0", false)]
    public void Matches_IfMatch_NamesTheVersion(string? ifMatch, bool matches) => CartRules.Matches(Cart(), ifMatch).ShouldBe(matches);

    [Fact]
    public void Replace_RepeatedProductAndNoQuantity_AreTidied()
    {
        var cart = Cart(new CartItem("a", 1, Some.Day), new CartItem("a", 3, Some.Day), new CartItem("b", 0, Some.Day));

        cart.Items.ShouldHaveSingleItem().Quantity.ShouldBe(3);
    }
}

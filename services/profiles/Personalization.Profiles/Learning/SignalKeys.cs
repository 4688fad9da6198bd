namespace Personalization.Profiles.Learning;

/// <summary>The weight keys of `signal-weights.yaml`, as they stand in `interactions` events.</summary>
public static class SignalKeys
{
    public const string PurchaseFirstTime = "purchase.first_time";
    public const string PurchaseRepeat = "purchase.repeat";
    public const string PurchaseBulk = "purchase.bulk_purchase";
    public const string PurchaseSubscription = "purchase.subscription";
    public const string AddToCart = "cart.add_to_cart";
    public const string QuantityIncrease = "cart.quantity_increase";
    public const string SaveForLater = "cart.save_for_later";
    public const string RemoveFromCart = "cart.remove_from_cart";
    public const string ClickProduct = "browse.click_product";
    public const string ViewDetails = "browse.view_details";
    public const string TimeOnProduct = "browse.time_on_product";
    public const string DisplayedButScrolled = "negative.displayed_but_scrolled";
    public const string ViewedNeverBought = "negative.viewed_never_bought";
    public const string Returned = "negative.returned";

    /// <summary>Every key that must have exactly one number; the steps of <see cref="TimeOnProduct"/> are apart.</summary>
    public static IReadOnlyList<string> Scalars { get; } =
    [
        PurchaseFirstTime, PurchaseRepeat, PurchaseBulk, PurchaseSubscription,
        AddToCart, QuantityIncrease, SaveForLater, RemoveFromCart,
        ClickProduct, ViewDetails,
        DisplayedButScrolled, ViewedNeverBought, Returned,
    ];
}

namespace Personalization.Discovery.Contracts;

/// <summary>Takes out what a store's purchase log holds of a shopper. May be repeated.</summary>
/// <param name="StoreId">The store.</param>
/// <param name="ShopperKind">`u` known, `a` anonymous: the kind of the recorded interactions.</param>
/// <param name="ShopperId">The id.</param>
public sealed record EraseRequest(string StoreId, string ShopperKind, string ShopperId);

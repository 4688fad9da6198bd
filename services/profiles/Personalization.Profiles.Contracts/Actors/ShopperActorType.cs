namespace Personalization.Profiles.Contracts;

/// <summary>The actor type under which `profiles` hosts <see cref="IShopperActor"/>. It is part of every state key: never renamed.</summary>
public static class ShopperActorType
{
    public const string Name = "ShopperActor";
}

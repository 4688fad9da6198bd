namespace Personalization.Profiles.Contracts;

/// <summary>The actor type under which `profiles` hosts a shopper's actor. It is part of every state key: never renamed.</summary>
public static class ShopperActorType
{
    public const string Name = "ShopperActor";
}

namespace Personalization.Abstractions.Identity;

/// <summary>
/// Names one shopper of one store. <see cref="ActorId"/> is its form in actor ids and state keys:
/// `store:kind:base64url(UTF-8 of the id)` with kind `u` (known) or `a` (anonymous), because Dapr refuses
/// `||`, `/`, `.`, `..`, `#`, `?` and others there.
/// </summary>
public readonly record struct ShopperKey(StoreId Store, ShopperKind Kind, string Id)
{
    public string ActorId => $"{Store.Value}:{(Kind == ShopperKind.Known ? 'u' : 'a')}:{KeyText.Encode(Id)}";

    /// <exception cref="FormatException">The text is no actor id of a shopper.</exception>
    public static ShopperKey FromActorId(string actorId)
    {
        var parts = actorId.Split(':');
        if (parts.Length != 3 || parts[1] is not ("u" or "a"))
        {
            throw new FormatException($"'{actorId}' is no shopper's actor id: expected store:u|a:base64url(id).");
        }

        return new ShopperKey(
            StoreId.Parse(parts[0]),
            parts[1] == "u" ? ShopperKind.Known : ShopperKind.Anonymous,
            KeyText.Decode(parts[2]));
    }

    public override string ToString() => ActorId;
}

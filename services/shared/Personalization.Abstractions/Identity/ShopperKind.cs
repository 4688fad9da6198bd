namespace Personalization.Abstractions.Identity;

/// <summary>The two id spaces of shoppers. The same text in both names two shoppers.</summary>
public enum ShopperKind
{
    /// <summary>Signed in: `user_id`.</summary>
    Known,

    /// <summary>A visitor: `anonymous_id`.</summary>
    Anonymous,
}

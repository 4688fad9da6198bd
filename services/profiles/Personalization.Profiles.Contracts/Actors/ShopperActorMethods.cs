namespace Personalization.Profiles.Contracts;

/// <summary>
/// The methods of a shopper's actor, for the JSON proxy. This project stays free of the Dapr SDK, so that pure projects may stand on it;
/// the interface behind these names is in the profiles host.
/// </summary>
public static class ShopperActorMethods
{
    /// <summary><see cref="TrackRequest"/> to <see cref="TrackReply"/>.</summary>
    public const string Track = "TrackAsync";

    /// <summary><see cref="ContextRequest"/> to <see cref="ShopperContext"/>.</summary>
    public const string GetContext = "GetContextAsync";

    /// <summary><see cref="ContextRequest"/> to <see cref="PreferencesReply"/>.</summary>
    public const string GetPreferences = "GetPreferencesAsync";

    /// <summary><see cref="ContextRequest"/> to <see cref="SwitchesReply"/>.</summary>
    public const string GetSwitches = "GetSwitchesAsync";

    /// <summary><see cref="SwitchesPatch"/> to <see cref="SwitchesReply"/>.</summary>
    public const string PutSwitches = "PutSwitchesAsync";

    /// <summary><see cref="ContextRequest"/> to <see cref="CartReply"/>.</summary>
    public const string GetCart = "GetCartAsync";

    /// <summary><see cref="CartPut"/> to <see cref="CartReply"/>.</summary>
    public const string PutCart = "PutCartAsync";

    /// <summary><see cref="ContextRequest"/> to <see cref="TrackedReply"/>.</summary>
    public const string GetTracked = "GetTrackedAsync";
}

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>What an app's answer means for a message.</summary>
internal enum DeliveryOutcome
{
    /// <summary>Handled.</summary>
    Success,

    /// <summary>Not handled; may be tried again.</summary>
    Retry,

    /// <summary>The app never wants it.</summary>
    Drop,
}

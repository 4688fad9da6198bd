namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>The app asked, in a good answer, to be given the message again.</summary>
internal sealed class DeliveryRefusedException() : Exception("the app asked for a retry");

using Personalization.Sidecar.Resiliency;

namespace Personalization.Sidecar.PubSub.Subscriptions;

/// <summary>The app asked for a retry or answered with an error: what inbound retry policies count.</summary>
internal sealed class DeliveryFailedException(int status) : Exception($"the app answered {status} and did not take the message"), IStatusFailure
{
    public int Status { get; } = status;
}

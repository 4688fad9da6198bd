using Personalization.Grpc.DurableTask;

namespace Personalization.Sidecar.Workflows.Instances;

/// <summary>A turn that was given to a worker. Given out again it is the same, so that any of its answers fits.</summary>
/// <param name="Began">Its first event; its time is the workflow's.</param>
/// <param name="Told">Events of the inbox that it is about.</param>
/// <param name="Token">Tells its answer from others.</param>
internal sealed record PendingTurn(HistoryEvent Began, int Told, string Token);

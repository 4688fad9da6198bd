namespace Personalization.Sidecar.Workflows.Work;

/// <summary>A piece of work that a worker has.</summary>
/// <param name="Worker">Who has it.</param>
/// <param name="Slots">Where its place is given back.</param>
/// <param name="Token">What tells its answer from answers to the same work given out before.</param>
internal sealed record GivenWork(ConnectedWorker Worker, SemaphoreSlim Slots, string Token);

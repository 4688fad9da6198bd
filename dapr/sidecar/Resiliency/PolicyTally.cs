namespace Personalization.Sidecar.Resiliency;

/// <summary>What was done under one policy of a target.</summary>
/// <param name="Policy">timeout, retry or circuitbreaker.</param>
/// <param name="Status">Of a breaker the state that it was in, closed or open; else empty.</param>
/// <param name="Runs">Calls that it was applied to.</param>
/// <param name="Activations">How often it stepped in: a call that ran out of time, a try that was repeated, a call that was refused.</param>
internal readonly record struct PolicyTally(string Policy, string Status, long Runs, long Activations);

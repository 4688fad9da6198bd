namespace Personalization.Discovery.Contracts;

/// <param name="Id">Its id.</param>
/// <param name="State">`waiting`, `running`, `done` or `failed`.</param>
/// <param name="Progress">0..1.</param>
/// <param name="Attempts">How often it was taken up.</param>
/// <param name="Version">What it made.</param>
/// <param name="Error">Why it failed.</param>
public sealed record ModelJob(string Id, string State, double Progress, int Attempts, string? Version, string? Error);

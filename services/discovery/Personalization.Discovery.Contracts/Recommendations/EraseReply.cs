namespace Personalization.Discovery.Contracts;

/// <param name="Erased">Lines taken out by this call; 0 when there is none left.</param>
public sealed record EraseReply(int Erased);

namespace Personalization.Evaluation.Protocols;

/// <param name="Protocol">Its id.</param>
/// <param name="Result">Null when it was left out.</param>
/// <param name="Seconds">Wall time, reading the data included.</param>
/// <param name="PeakMegabytes">The most memory the process had until its end.</param>
/// <param name="LeftOut">Why there is no result.</param>
public sealed record ProtocolOutcome(string Protocol, ProtocolResult? Result, double Seconds, double PeakMegabytes, string? LeftOut);

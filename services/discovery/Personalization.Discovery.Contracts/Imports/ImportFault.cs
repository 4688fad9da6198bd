namespace Personalization.Discovery.Contracts;

/// <param name="Line">1-based line or element of the body.</param>
/// <param name="Field">The product field or column at fault.</param>
/// <param name="Why">The reason, and what would be right.</param>
public sealed record ImportFault(long Line, string Field, string Why);

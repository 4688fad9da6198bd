namespace Personalization.Hosting.Tokens;

/// <param name="Caller">Null when the token is not taken.</param>
public readonly record struct TokenResult(Caller? Caller, TokenFault Fault);

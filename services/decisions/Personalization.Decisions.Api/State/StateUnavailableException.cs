namespace Personalization.Decisions.Api.State;

/// <summary>The state store, or the way to it, is away.</summary>
internal sealed class StateUnavailableException(Exception inner) : Exception("The state store cannot be reached.", inner);

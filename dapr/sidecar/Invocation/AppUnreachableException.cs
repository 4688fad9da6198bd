namespace Personalization.Sidecar.Invocation;

/// <summary>The app gave no answer: no port, connection refused, or the connection broke. Never thrown for an answer, whatever its status.</summary>
internal sealed class AppUnreachableException(string message, Exception? inner = null) : Exception(message, inner);

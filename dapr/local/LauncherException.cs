namespace Personalization.Local;

/// <summary>A reason not to start (or to stop) that the message explains to whoever typed the command; no stack trace is shown.</summary>
internal sealed class LauncherException(string message) : Exception(message);

namespace Personalization.Sidecar.Jobs;

/// <summary>There is a job of that name, and the request does not overwrite it.</summary>
internal sealed class JobExistsException(string name) : Exception($"job '{name}' exists already, and the request does not say overwrite");

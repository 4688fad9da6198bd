using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar;

/// <summary>What all apps hosted in this process share.</summary>
/// <param name="Time">The only source of time.</param>
/// <param name="Loggers">Log categories.</param>
/// <param name="Registry">The apps of this process, by id: name resolution and actor placement.</param>
/// <param name="Shared">Resources that several components must hold in common, e.g. the one writer of a database file.</param>
internal sealed record SidecarServices(TimeProvider Time, ILoggerFactory Loggers, SidecarRegistry Registry, SharedResources Shared);

using Personalization.Sidecar.Hosting;

namespace Personalization.Sidecar.Actors.Reminders;

/// <summary>The reminders of one app, kept and fired by one of its replicas.</summary>
internal sealed class ReminderDuty : ReplicaDuty<ReminderService>;

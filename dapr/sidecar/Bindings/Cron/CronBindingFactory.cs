using Personalization.Sidecar.Components;
using Personalization.Sidecar.Scheduling;

namespace Personalization.Sidecar.Bindings.Cron;

/// <summary><c>bindings.cron</c>.</summary>
internal sealed class CronBindingFactory : IComponentFactory
{
    private const string ScheduleField = "schedule";

    public string Type => "bindings.cron";

    public IReadOnlyCollection<string> Fields { get; } = [ScheduleField, .. BindingFields.All];

    public IComponent Create(ComponentSettings settings, ComponentContext context)
    {
        BindingFields.Check(settings);
        try
        {
            return new CronBinding(CronSchedule.Parse(settings.Required(ScheduleField)), context.Services);
        }
        catch (FormatException e)
        {
            throw settings.Bad(ScheduleField, e.Message);
        }
    }
}

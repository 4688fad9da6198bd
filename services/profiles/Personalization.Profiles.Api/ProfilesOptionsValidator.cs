using Microsoft.Extensions.Options;

namespace Personalization.Profiles.Api;

internal sealed class ProfilesOptionsValidator : IValidateOptions<ProfilesOptions>
{
    public ValidateOptionsResult Validate(string? name, ProfilesOptions options)
    {
        List<string> faults = [];
        Check(options.SignalWeights.Length > 0, "SignalWeights must name a file");
        Check(options.SignalWeightsPoll > TimeSpan.Zero, "SignalWeightsPoll must be above 0");
        Check(options.SaveTimeout > TimeSpan.Zero, "SaveTimeout must be above 0");
        Check(options.LoadTimeout > TimeSpan.Zero, "LoadTimeout must be above 0");
        Check(options.StoreSilence > TimeSpan.Zero, "StoreSilence must be above 0");
        Check(options is { JournalCapacity: > 0, JournalBytes: > 0, JournalPerShopper: > 0 }, "JournalCapacity, JournalBytes and JournalPerShopper must be above 0");
        Check(options.JournalPerShopper <= options.OutboxCapacity, "JournalPerShopper must not exceed OutboxCapacity: a replay leaves through the outbox");
        Check(options.OutboxCapacity is > 0 and <= 256, "OutboxCapacity must be 1 to 256");
        Check(options.Publishers is > 0 and <= 64, "Publishers must be 1 to 64");
        Check(options.SweepQuiet < options.SweepDue, "SweepQuiet must be below SweepDue, or the first look never disarms");
        Check(options.SweepPeriod >= TimeSpan.FromSeconds(1), "SweepPeriod must be at least 1 s");
        Check(options.ActorIdleTimeout > TimeSpan.Zero, "ActorIdleTimeout must be above 0");
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Check(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add($"{ProfilesOptions.Section}: {fault}.");
            }
        }
    }
}

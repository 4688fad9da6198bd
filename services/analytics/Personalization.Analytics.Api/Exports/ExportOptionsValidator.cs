using Microsoft.Extensions.Options;

namespace Personalization.Analytics.Api.Exports;

internal sealed class ExportOptionsValidator : IValidateOptions<ExportOptions>
{
    public ValidateOptionsResult Validate(string? name, ExportOptions options)
    {
        List<string> faults = [];
        if (options.Every < TimeSpan.Zero || options.Every > TimeSpan.FromDays(30))
        {
            faults.Add($"Export:Every is '{options.Every}': expected 00:00:00 (only when asked) to 30.00:00:00.");
        }

        if (options.RetentionDays < 1)
        {
            faults.Add($"Export:RetentionDays is {options.RetentionDays}: expected 1 or more.");
        }

        if (options.MinFreeBytes < 0)
        {
            faults.Add($"Export:MinFreeBytes is {options.MinFreeBytes}: expected 0 or more.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}

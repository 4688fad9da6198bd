using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;

namespace Personalization.Analytics.Api.Warehouse;

internal sealed partial class WarehouseOptionsValidator : IValidateOptions<WarehouseOptions>
{
    public ValidateOptionsResult Validate(string? name, WarehouseOptions options)
    {
        List<string> faults = [];
        Positive(options.Threads, nameof(options.Threads));
        Positive(options.MaxBatch, nameof(options.MaxBatch));
        Positive(options.MaxWaiting, nameof(options.MaxWaiting));
        Positive(options.MaxConcurrentQueries, nameof(options.MaxConcurrentQueries));
        if (options.IdleAfter <= TimeSpan.Zero || options.IdleAfter > TimeSpan.FromDays(1))
        {
            faults.Add($"Warehouse:IdleAfter is {options.IdleAfter}: expected more than 0 and at most a day.");
        }

        if (!Size().IsMatch(options.MemoryLimit))
        {
            faults.Add($"Warehouse:MemoryLimit is '{options.MemoryLimit}': expected a size such as 512MB or 2GB.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);

        void Positive(int value, string field)
        {
            if (value < 1)
            {
                faults.Add($"Warehouse:{field} is {value}: expected 1 or more.");
            }
        }
    }

    [GeneratedRegex(@"^\d+(\.\d+)?(KB|MB|GB|KiB|MiB|GiB)$")]
    private static partial Regex Size();
}

using Microsoft.Extensions.Options;

namespace Personalization.Analytics.Api.Exports;

internal static class ExportServiceExtensions
{
    /// <summary>Stands after the warehouse: what starts later stops earlier.</summary>
    public static IServiceCollection AddExports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<ExportOptions>().Bind(configuration.GetSection(ExportOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ExportOptions>, ExportOptionsValidator>();
        services.AddSingleton<ExportInstruments>();
        services.AddSingleton<WarehouseExport>();
        services.AddHostedService(provider => provider.GetRequiredService<WarehouseExport>());
        return services;
    }
}

using Microsoft.Extensions.Options;
using Personalization.Analytics.Api.Exports;

namespace Personalization.Analytics.Api.Warehouse;

internal static class WarehouseServiceExtensions
{
    public static IServiceCollection AddWarehouse(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<WarehouseOptions>().Bind(configuration.GetSection(WarehouseOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<WarehouseOptions>, WarehouseOptionsValidator>();
        services.AddSingleton<WarehouseInstruments>();
        services.AddSingleton<DuckDbWarehouse>();
        services.AddSingleton<IWarehouse>(provider => provider.GetRequiredService<DuckDbWarehouse>());
        services.AddSingleton<IExportSource>(provider => provider.GetRequiredService<DuckDbWarehouse>());
        services.AddHostedService(provider => provider.GetRequiredService<DuckDbWarehouse>());
        return services;
    }
}

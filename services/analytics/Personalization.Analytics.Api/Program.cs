using Personalization.Abstractions.Naming;
using Personalization.Analytics.Api.Counts;
using Personalization.Analytics.Api.Exports;
using Personalization.Analytics.Api.Ingestion;
using Personalization.Analytics.Api.Warehouse;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Analytics, defaultPort: 5103);
builder.Services.AddWarehouse(builder.Configuration);
builder.Services.AddExports(builder.Configuration);
builder.Services.AddIngestion();

var app = builder.Build();
app.MapServiceDefaults();
app.MapGet("/readyz", (DuckDbWarehouse warehouse) => warehouse.IsOpen ? Results.Ok() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable));
app.MapIngestionEndpoints();
app.MapEventCountEndpoints();
app.MapExportEndpoints();
app.MapSubscribeHandler();
app.Run();

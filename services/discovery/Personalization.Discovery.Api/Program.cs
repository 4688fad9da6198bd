using Personalization.Abstractions.Naming;
using Personalization.Discovery.Api.Startup;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Discovery, defaultPort: 5102);
builder.Services.AddDiscovery(builder.Configuration);

var app = builder.Build();
app.MapServiceDefaults();
app.MapDiscovery();
app.Run();

using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;
using Personalization.Profiles.Api.Startup;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Profiles, defaultPort: 5101);
builder.Services.AddProfiles(builder.Configuration);

var app = builder.Build();
app.MapServiceDefaults();
app.MapProfiles();
app.Run();

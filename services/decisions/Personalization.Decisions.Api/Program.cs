using Personalization.Abstractions.Naming;
using Personalization.Decisions.Api.Startup;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Decisions, defaultPort: 5104);
builder.Services.AddDecisions(builder.Configuration);

var app = builder.Build();
app.MapServiceDefaults();
app.MapDecisions();
app.Run();

using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Analytics, defaultPort: 5103);

var app = builder.Build();
app.MapServiceDefaults();
app.Run();

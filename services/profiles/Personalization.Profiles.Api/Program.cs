using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Profiles, defaultPort: 5101);

var app = builder.Build();
app.MapServiceDefaults();
app.Run();

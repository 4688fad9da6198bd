using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Discovery, defaultPort: 5102);

var app = builder.Build();
app.MapServiceDefaults();
app.Run();

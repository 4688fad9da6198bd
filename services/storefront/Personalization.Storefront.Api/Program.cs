using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Storefront, defaultPort: 5100);

var app = builder.Build();
app.MapServiceDefaults();
app.Run();

using Personalization.Abstractions.Naming;
using Personalization.Hosting.Defaults;
using Personalization.Storefront.Api;
using Personalization.Storefront.Api.Http;

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults(AppIds.Storefront, defaultPort: 5100);
builder.AddPublicListener();
builder.Services.AddStorefront(builder.Configuration);

var app = builder.Build();
app.MapServiceDefaults();
app.UseStorefront();
app.Run();

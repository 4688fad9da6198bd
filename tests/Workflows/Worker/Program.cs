using Dapr.Workflow;
using Personalization.Drills.Workflows.Worker;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// DAPR_GRPC_ENDPOINT says where the sidecar is, EFFECTS which file the activities write to.
var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
builder.Services.AddSingleton(new EffectsFile(Environment.GetEnvironmentVariable("EFFECTS") ?? throw new InvalidOperationException("EFFECTS names no file.")));
builder.Services.AddDaprWorkflow(options =>
{
    options.RegisterWorkflow<EverythingWorkflow>();
    options.RegisterWorkflow<ChildWorkflow>();
    options.RegisterWorkflow<SmallWorkflow>();
    options.RegisterActivity<EffectActivity>();
    options.RegisterActivity<FlakyActivity>();
    options.RegisterActivity<EchoActivity>();
});
await builder.Build().RunAsync();

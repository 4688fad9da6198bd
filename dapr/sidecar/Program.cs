using System.CommandLine;
using Personalization.Sidecar.Cli;

return await SidecarCommand.Create().Parse(args).InvokeAsync(new InvocationConfiguration
{
    // A stop drains within its graceful seconds; the default of two would cut it off.
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});

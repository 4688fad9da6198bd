using Personalization.Local;
using Personalization.Local.CommandLine;

var clock = TimeProvider.System;
var begun = ParentProcess.CommandStart(clock);
var asksForHelp = args.Any(argument => argument is "--help" or "-h" or "-?" or "/?" or "--version");
if (!asksForHelp)
{
    // Before anything that loads, parses or builds: whoever typed the command sees at once that it works.
    Console.Out.WriteLine("personalization: starting (Ctrl-C stops everything)");
}

return await LocalCommandLine.Create((options, cancellation) => new Launcher(options, clock, begun).RunAsync(cancellation))
    .Parse(args)
    .InvokeAsync(LocalCommandLine.Invocation)
    .ConfigureAwait(false);

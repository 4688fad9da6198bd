using Personalization.Load.Running;
using Personalization.Load.Servers;

if (ServerRoles.TryFind(args, out var server))
{
    await server.RunAsync(args[2..]);
    return 0;
}

if (!LoadArguments.TryParse(args, out var arguments, out var problem))
{
    Console.Error.WriteLine(problem);
    Console.Error.WriteLine(LoadArguments.Usage);
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};
return await LoadRun.RunAsync(arguments, Console.Out, stop.Token);

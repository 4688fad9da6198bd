using System.CommandLine;
using Personalization.Sidecar.Components;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Cli;

/// <summary>The command line: <c>run</c>, <c>stop</c>, <c>list</c> and <c>validate</c>.</summary>
internal static class SidecarCommand
{
    private const int Refused = 1;

    public static RootCommand Create()
    {
        var root = new RootCommand("A development sidecar that speaks Dapr's HTTP API; hosts the sidecars of many apps in one process.");
        root.Subcommands.Add(RunCommand.Create());
        root.Subcommands.Add(Validate());
        root.Subcommands.Add(StopCommand.Stop());
        root.Subcommands.Add(StopCommand.List());
        return root;
    }

    private static Command Validate()
    {
        var paths = new Option<string[]>("--resources-path", "--resources-paths", "-d") { Description = "Folder of resource YAML; repeatable.", AllowMultipleArgumentsPerToken = true };
        var configs = new Option<string[]>("--config", "-c") { Description = "File of kind Configuration; repeatable." };
        var strict = new Option<bool>("--strict") { Description = "Unknown fields are errors." };
        var command = new Command("validate", "Checks resource files as a start would, opening nothing. Prints all findings; exit code 1 if one is an error.");
        command.Options.Add(paths);
        command.Options.Add(configs);
        command.Options.Add(strict);
        command.SetAction(parsed =>
        {
            var findings = ResourceValidator.Validate(parsed.GetValue(paths) ?? [], parsed.GetValue(configs) ?? [], parsed.GetValue(strict));
            foreach (var finding in findings)
            {
                parsed.InvocationConfiguration.Output.WriteLine(finding);
            }

            return findings.Any(f => f.IsError) ? Refused : 0;
        });
        return command;
    }
}

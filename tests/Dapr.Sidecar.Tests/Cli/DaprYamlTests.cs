using System.Text.RegularExpressions;
using Personalization.Sidecar.Cli;
using Personalization.Sidecar.Resources;

namespace Personalization.Sidecar.Tests.Cli;

/// <summary><c>dapr/config/dapr.yaml</c>: what <c>dapr run -f</c> starts is what the launcher starts.</summary>
[Trait("req", "R10.3")]
public sealed partial class DaprYamlTests
{
    private static readonly string Template = Path.Combine(Repository.Root, "dapr", "config", "dapr.yaml");

    [Fact]
    public void Template_ReadStrictly_NamesEveryServiceItsFolderAndPortsOnce()
    {
        var apps = RunTemplate.Read(Template, strict: true, ProcessEnvironment.Current);

        apps.Select(app => app.AppId).ShouldBe(ServiceName().Matches(File.ReadAllText(Path.Combine(Repository.Root, "tye.yaml"))).Select(m => m.Groups[1].Value), ignoreOrder: true);
        apps.ShouldAllBe(app => app.AppPort > 0);
        apps.ShouldAllBe(app => app.ResourcesPaths.All(Directory.Exists) && app.ConfigFiles.All(File.Exists));
    }

    [Fact]
    public void Template_EachCommand_RunsAProjectThatIsThere()
    {
        foreach (Match folder in AppFolder().Matches(File.ReadAllText(Template)))
        {
            Directory.GetFiles(Path.GetFullPath(folder.Groups[1].Value, Path.GetDirectoryName(Template)!), "*.csproj").ShouldHaveSingleItem();
        }
    }

    [Fact]
    public void Template_ItsResources_AreFreeOfFaults()
    {
        var app = RunTemplate.Read(Template, strict: true, ProcessEnvironment.Current)[0];

        ResourceValidator.Validate(app.ResourcesPaths, app.ConfigFiles, strict: true).Where(f => f.IsError).ShouldBeEmpty();
    }

    [GeneratedRegex(@"^- name: (\w+)\n  project:", RegexOptions.Multiline)]
    private static partial Regex ServiceName();

    [GeneratedRegex(@"^  appDirPath: (\S+)$", RegexOptions.Multiline)]
    private static partial Regex AppFolder();
}

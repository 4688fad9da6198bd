using Personalization.Local.Definition;
using Personalization.Local.Tests.Running;
using Personalization.Testing;

namespace Personalization.Local.Tests.Definition;

public sealed class SystemDefinitionReaderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("req", "R10.2")]
    public void Read_TheRepositorysFile_NamesProjectsThatExist()
    {
        var definition = SystemDefinitionReader.Read(Path.Combine(Repository.Root, "tye.yaml"));

        definition.Services.Select(service => service.Name).ShouldBe(["storefront", "profiles", "discovery", "decisions", "analytics"]);
        definition.Services.Single(service => service.IsPublic).Name.ShouldBe("storefront");
        File.Exists(definition.SidecarProject).ShouldBeTrue();
        Directory.Exists(Path.Combine(definition.ComponentsFolder, "local")).ShouldBeTrue();
        File.Exists(Path.Combine(definition.ConfigurationFolder, "resiliency.yaml")).ShouldBeTrue();
    }

    [Fact]
    public void Read_AnUnknownField_NamesFileLineAndField()
    {
        File.AppendAllText(_folder.TyeFile, "\n  colour: green\n");

        var message = Should.Throw<LauncherException>(() => SystemDefinitionReader.Read(_folder.TyeFile)).Message;

        message.ShouldContain("tye.yaml(15,");
        message.ShouldContain("colour");
    }

    [Fact]
    public void Read_SeveralFaults_NamesAllOfThem()
    {
        File.WriteAllText(_folder.TyeFile, """
            name: wrong
            services:
            - name: one
              project: nowhere.csproj
              replicas: 0
            - name: one
              project: nowhere.csproj
            """);

        var message = Should.Throw<LauncherException>(() => SystemDefinitionReader.Read(_folder.TyeFile)).Message;

        message.ShouldContain("extensions");
        message.ShouldContain("'one' stands there 2 times");
        message.ShouldContain("services.one.project: no project file 'nowhere.csproj'");
        message.ShouldContain("services.one.replicas");
    }
}

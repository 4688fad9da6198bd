using Personalization.Local.Definition;
using Personalization.Testing;

namespace Personalization.Local.Tests.Definition;

public sealed class AppBesideReaderTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    [Trait("req", "R10.1")]
    public void Read_TheExamplesFile_NamesItsPortsAndComponents()
    {
        var folder = Path.Combine(Repository.Root, "examples", "shop-side");

        var app = AppBesideReader.Read(Path.Combine(folder, "dapr.yaml"), ["storefront"]).ShouldHaveSingleItem();

        app.ShouldBe(new AppBeside("shop-side", 5050, ServiceDefinition.Http, 5051, null, Path.Combine(folder, "components", "local")));
        Directory.Exists(app.Resources).ShouldBeTrue();
    }

    [Fact]
    public void Read_SeveralFaults_NamesAllOfThem()
    {
        File.WriteAllText(_file, """
            version: 1
            apps:
            - appID: storefront
              daprHTTPPort: 70000
            - appPort: 5
            """);

        var message = Should.Throw<LauncherException>(() => AppBesideReader.Read(_file, ["storefront"])).Message;

        message.ShouldContain("appID 'storefront' is a service's");
        message.ShouldContain("apps.storefront.daprHTTPPort: 70000");
        message.ShouldContain("apps, no. 2: appID '' is empty");
    }

    [Fact]
    public void Read_NoApps_IsRefused()
    {
        File.WriteAllText(_file, "version: 1\n");

        Should.Throw<LauncherException>(() => AppBesideReader.Read(_file, [])).Message.ShouldContain("apps: empty");
    }
}

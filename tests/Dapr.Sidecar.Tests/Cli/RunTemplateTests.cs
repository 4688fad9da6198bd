using Personalization.Sidecar.Cli;
using Personalization.Sidecar.Hosting;
using Personalization.Sidecar.Resources;
using Personalization.Sidecar.Tests.Support;

namespace Personalization.Sidecar.Tests.Cli;

public sealed class RunTemplateTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_WholeTemplate_GivesEachAppItsOptions()
    {
        var file = _folder.Write("dapr.yaml", """
            version: 1
            common:
              resourcesPath: ./common
              configFilePath: ./config.yaml
              appMaxConcurrency: 7
              env: {APP_API_TOKEN: shared, NAMESPACE: shop}
            apps:
            - appID: one
              appDirPath: ./apps/one
              appPort: 5001
              daprHTTPPort: 3501
              daprGRPCPort: 50001
              metricsPort: 9091
              resourcesPaths: [./own, ../more]
              maxBodySize: 8Mi
              appProtocol: h2c
              enableAppHealthCheck: true
              appHealthProbeInterval: 2
              env: {APP_API_TOKEN: own}
              command: [dotnet, run]
            - appDirPath: ./apps/two
            """);

        var apps = RunTemplate.Read(file, strict: true, NoEnvironment);

        apps.Count.ShouldBe(2);
        apps[0].ShouldSatisfyAllConditions(
            a => a.AppId.ShouldBe("one"),
            a => a.AppPort.ShouldBe(5001),
            a => a.HttpPort.ShouldBe(3501),
            a => a.MetricsPort.ShouldBe(9091),
            a => a.ResourcesPaths.ShouldBe([In("apps/one/own"), In("apps/more")]),
            a => a.ConfigFiles.ShouldBe([In("config.yaml")]),
            a => a.MaxBodyBytes.ShouldBe(8L << 20),
            a => a.AppProtocol.ShouldBe(AppProtocol.H2c),
            a => a.AppMaxConcurrency.ShouldBe(7),
            a => a.AppHealth!.Interval.ShouldBe(TimeSpan.FromSeconds(2)),
            a => a.AppToken.ShouldBe("own"),
            a => a.Namespace.ShouldBe("shop"),
            a => a.ApiToken.ShouldBeNull());
        apps[1].ShouldSatisfyAllConditions(
            a => a.AppId.ShouldBe("two"),
            a => a.AppPort.ShouldBeNull(),
            a => a.HttpPort.ShouldBe(0),
            a => a.ResourcesPaths.ShouldBe([In("common")]),
            a => a.AppToken.ShouldBe("shared"));
    }

    [Theory]
    [InlineData("version: 2\napps: [{appDirPath: .}]", "version", 1)]
    [InlineData("version: 1\napps: []", "apps", 2)]
    [InlineData("version: 1\napps: [{appID: a}]", "apps[0].appDirPath", 2)]
    [InlineData("version: 1\napps: [{appID: a, appDirPath: .}, {appID: a, appDirPath: .}]", "apps", 2)]
    [InlineData("version: 1\napps: [{appID: a, appDirPath: ., appPort: 1}, {appID: b, appDirPath: ., daprHTTPPort: 1}]", "apps", 2)]
    [InlineData("version: 1\napps:\n- appDirPath: .\n  appProtocol: grpcs", "apps[0].appProtocol", 4)]
    [InlineData("version: 1\napps:\n- appDirPath: .\n  maxBodySize: big", "apps[0].maxBodySize", 4)]
    [InlineData("version: 1\napps:\n- appDirPath: .\n  appPort: 70000", "apps[0].appPort", 4)]
    public void Read_BadTemplate_NamesLineAndField(string text, string field, int line)
    {
        var file = _folder.Write("dapr.yaml", text);

        Should.Throw<ResourcesRefusedException>(() => RunTemplate.Read(file, strict: false, NoEnvironment))
            .Message.ShouldContain($"{file}:{line}: {field}:");
    }

    [Fact]
    public void Read_UnknownField_IsFatalOnlyWhenStrict()
    {
        var file = _folder.Write("dapr.yaml", "version: 1\napps:\n- appDirPath: .\n  appPrt: 1\n");

        RunTemplate.Read(file, strict: false, NoEnvironment).Count.ShouldBe(1);
        Should.Throw<ResourcesRefusedException>(() => RunTemplate.Read(file, strict: true, NoEnvironment)).Message.ShouldContain("appPrt");
    }

    [Theory]
    [InlineData("4Mi", 4L << 20)]
    [InlineData("4", 4L << 20)]
    [InlineData("512Ki", 512L << 10)]
    [InlineData("1k", 1000L)]
    [InlineData("Mi", null)]
    [InlineData("4 Mi", null)]
    public void ByteSize_Text_IsRead(string text, long? bytes) => ByteSize.Parse(text).ShouldBe(bytes);

    private static ProcessEnvironment NoEnvironment => new(_ => null);

    private string In(string path) => Path.GetFullPath(path, _folder.Path);
}

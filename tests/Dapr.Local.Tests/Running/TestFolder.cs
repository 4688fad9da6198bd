using Personalization.Testing;

namespace Personalization.Local.Tests.Running;

/// <summary>A definition of two fake services and a fake sidecar, and an empty data folder.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("local-tests-").FullName;

    public TestFolder()
    {
        var fake = Path.Combine(Repository.Root, "tests", "Dapr.Local.Tests", "FakeService", "FakeService.csproj");
        Directory.CreateDirectory(Path.Combine(_root, "components", "local"));
        File.WriteAllText(TyeFile, $"""
            name: fakes
            extensions:
            - name: dapr
              sidecar: {fake}
            services:
            - name: front
              project: {fake}
              bindings:
              - name: public
            - name: back
              project: {fake}
              env:
              - name: COLOUR
                value: green
            """);
    }

    public string TyeFile => Path.Combine(_root, "tye.yaml");

    public string Data => Path.Combine(_root, "data");

    public void Dispose() => Directory.Delete(_root, recursive: true);
}

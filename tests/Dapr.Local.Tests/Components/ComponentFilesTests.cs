using Personalization.Testing;
using YamlDotNet.RepresentationModel;

namespace Personalization.Local.Tests.Components;

/// <summary>The rules of components/README.md, for every environment there is.</summary>
public sealed class ComponentFilesTests
{
    public static TheoryData<string> Files =>
        [.. Directory.EnumerateDirectories(Path.Combine(Repository.Root, "components"))
            .SelectMany(environment => Directory.EnumerateFiles(environment, "*.yaml"))
            .Select(file => Path.GetRelativePath(Repository.Root, file))];

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("req", "R10.3")]
    public void Component_EveryFile_HasScopesAndARowInTheReadme(string file)
    {
        var component = Read(file);
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "components", "README.md"));

        Names(component, "scopes").ShouldNotBeEmpty();
        readme.ShouldContain($"| `{Name(component)}` |");
        Path.GetFileNameWithoutExtension(file).ShouldBe(Name(component));
    }

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("req", "R10.3")]
    public void Component_AStateStore_BelongsToOneService(string file)
    {
        var component = Read(file);

        if (((YamlScalarNode)component["spec"]["type"]).Value!.StartsWith("state.", StringComparison.Ordinal))
        {
            Names(component, "scopes").Count.ShouldBe(1);
        }
    }

    private static YamlMappingNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, file));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents.ShouldHaveSingleItem().RootNode;
    }

    private static string Name(YamlMappingNode component) => ((YamlScalarNode)component["metadata"]["name"]).Value!;

    private static List<string> Names(YamlMappingNode component, string key) =>
        component.Children.TryGetValue(key, out var node) && node is YamlSequenceNode list ? [.. list.Select(item => ((YamlScalarNode)item).Value!)] : [];
}

using Personalization.Architecture.Tests.Model;
using YamlDotNet.RepresentationModel;

namespace Personalization.Architecture.Tests.Rules;

/// <summary>Rules of the component files, in every environment.</summary>
public static class ComponentRules
{
    /// <summary>Least privilege: a component without scopes is everybody's.</summary>
    public static IEnumerable<string> EveryComponentHasScopes(IEnumerable<SourceFile> files) =>
        from component in Components(files)
        where component.Scopes.Count == 0
        select $"{component.File}: component {component.Name} has no scopes";

    /// <summary>A state component belongs to one app-id.</summary>
    public static IEnumerable<string> StateBelongsToOneApp(IEnumerable<SourceFile> files) =>
        from component in Components(files)
        where component.Type.StartsWith("state.", StringComparison.Ordinal) && component.Scopes.Count != 1
        select $"{component.File}: state component {component.Name} has scopes [{string.Join(", ", component.Scopes)}], it must have exactly one";

    /// <summary>The services find their components by the names in `Components`.</summary>
    public static IEnumerable<string> EveryNamedComponentIsThere(IEnumerable<SourceFile> files, string environment, IEnumerable<string> names)
    {
        var present = Components(files.Where(file => file.Path.StartsWith($"components/{environment}/", StringComparison.Ordinal))).Select(component => component.Name).ToHashSet();
        return names.Where(name => !present.Contains(name)).Select(name => $"components/{environment} has no component {name}");
    }

    private static IEnumerable<(string File, string Name, string Type, IReadOnlyList<string> Scopes)> Components(IEnumerable<SourceFile> files)
    {
        foreach (var file in files)
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(file.Text));
            foreach (var root in stream.Documents.Select(document => document.RootNode).OfType<YamlMappingNode>())
            {
                if (Text(root, "kind") == "Component" && Child(root, "metadata") is YamlMappingNode metadata && Child(root, "spec") is YamlMappingNode spec)
                {
                    var scopes = Child(root, "scopes") is YamlSequenceNode list ? list.Children.Select(node => node.ToString()).ToArray() : [];
                    yield return (file.Path, Text(metadata, "name") ?? "", Text(spec, "type") ?? "", scopes);
                }
            }
        }
    }

    private static YamlNode? Child(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;

    private static string? Text(YamlMappingNode node, string key) => (Child(node, key) as YamlScalarNode)?.Value;
}

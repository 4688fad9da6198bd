using System.Text.Json;
using Personalization.Testing;
using YamlDotNet.RepresentationModel;

namespace Personalization.Local.Tests.Components;

/// <summary>
/// Every component file against the fields that Dapr's components publish (component-fields.json, with the commit it was read from): what daprd takes, whether
/// or not the development sidecar has the type.
/// </summary>
public sealed class ComponentShapeTests
{
    /// <summary>The one type that daprd does not have: docs/adr/0005.</summary>
    private const string OwnType = "pubsub.sqlite";

    private static readonly string[] TopKeys = ["apiVersion", "kind", "metadata", "spec", "auth", "scopes"];
    private static readonly string[] SpecKeys = ["type", "version", "metadata", "ignoreErrors", "initTimeout"];
    private static readonly string[] PropertyKeys = ["name", "value", "secretKeyRef", "envRef"];
    private static readonly string[] SecretKeys = ["name", "key"];

    private static readonly JsonElement Fields = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Components", "component-fields.json"))).RootElement;

    public static TheoryData<string> Files => ComponentFilesTests.Files;

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("req", "R10.3")]
    public void Component_EveryFile_HasTheShapeThatDaprPublishes(string file) => Faults(Read(file)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Files))]
    [Trait("req", "R10.3")]
    public void Component_ThatRefersToSecrets_SharesItsScopesWithTheStore(string file)
    {
        var component = Read(file);
        if (!Properties(component).Any(property => property.Children.ContainsKey("secretKeyRef")))
        {
            return;
        }

        var store = Read(Path.Combine(Path.GetDirectoryName(file)!, Text(component["auth"]["secretStore"]) + ".yaml"));
        Text(store["spec"]["type"]).ShouldStartWith("secretstores.");
        Texts(component, "scopes").ShouldBeSubsetOf(Texts(store, "scopes"));
    }

    [Fact]
    [Trait("req", "R10.3")]
    public void Environments_Redis_HasWhatProductionHasOrSaysWhyNot()
    {
        var production = Names("production");

        // The queue between the doors and sync is production's alone.
        Names("redis").ShouldBe(production.Except(["platform-webhooks"]), ignoreOrder: true);
        Names("local").ShouldBeSubsetOf(production);
    }

    [Theory]
    [InlineData("collectionName", "colectionName", "colectionName")]
    [InlineData("writeconcern\n    value: majority", "writeconcern\n    value: most", "most")]
    [InlineData("connectionString\n    secretKeyRef", "connectionString\n    secretRef", "secretRef")]
    [InlineData("type: state.mongodb", "type: state.mongo", "state.mongo")]
    [InlineData("auth:\n  secretStore: secrets", "auth:\n  store: secrets", "secretStore")]
    [InlineData("version: v1\n", "version: v9\n", "v9")]
    public void Component_PlantedFault_IsFound(string what, string instead, string part)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "components", "production", "profiles-state.yaml")).Replace(what, instead, StringComparison.Ordinal);

        Faults(Parse(text)).ShouldContain(fault => fault.Contains(part, StringComparison.Ordinal));
    }

    private static List<string> Faults(YamlMappingNode component)
    {
        var faults = new List<string>();
        Unknown(component, TopKeys, "the document", faults);
        Unknown((YamlMappingNode)component["spec"], SpecKeys, "spec", faults);
        var type = Text(component["spec"]["type"]);
        if (type == OwnType)
        {
            return faults;
        }

        if (Text(component["spec"]["version"]) is var version && version != "v1")
        {
            faults.Add($"version {version}");
        }

        if (!Fields.GetProperty("types").TryGetProperty(type, out var known))
        {
            faults.Add($"type {type} is not in component-fields.json");
            return faults;
        }

        var everywhere = Fields.GetProperty("everywhere").GetProperty(type[..type.IndexOf('.')]).EnumerateArray().Select(name => name.GetString()!).ToList();
        var given = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in Properties(component))
        {
            Unknown(property, PropertyKeys, "a property", faults);
            var name = Text(property["name"]);
            given.Add(name);
            var field = known.EnumerateObject().FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
            if (field.Value.ValueKind == JsonValueKind.Undefined && !everywhere.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                faults.Add($"{type} has no field {name}");
            }

            CheckValue(component, property, field.Value, faults);
        }

        faults.AddRange(known.EnumerateObject()
            .Where(field => field.Value.TryGetProperty("required", out var required) && required.GetBoolean() && !given.Contains(field.Name))
            .Select(field => $"{type} needs {field.Name}"));
        return faults;
    }

    private static void CheckValue(YamlMappingNode component, YamlMappingNode property, JsonElement field, List<string> faults)
    {
        if (property.Children.TryGetValue("secretKeyRef", out var reference))
        {
            Unknown((YamlMappingNode)reference, SecretKeys, "secretKeyRef", faults);
            if (!component.Children.TryGetValue("auth", out var auth) || !((YamlMappingNode)auth).Children.ContainsKey("secretStore"))
            {
                faults.Add("a secretKeyRef without auth.secretStore");
            }
        }
        else if (!property.Children.TryGetValue("value", out var value))
        {
            faults.Add($"{Text(property["name"])} has no value");
        }
        else if (field.ValueKind == JsonValueKind.Object
            && field.TryGetProperty("allowed", out var allowed)
            && !allowed.EnumerateArray().Any(choice => choice.GetString()!.Equals(Text(value), StringComparison.OrdinalIgnoreCase)))
        {
            faults.Add($"{Text(property["name"])} is {Text(value)}");
        }
        else if (Text(property["name"]) == "writeconcern" && Text(value) is not "majority" && !int.TryParse(Text(value), out _))
        {
            faults.Add($"writeconcern is {Text(value)}");
        }
    }

    private static void Unknown(YamlMappingNode map, string[] keys, string where, List<string> faults) =>
        faults.AddRange(map.Children.Keys.Select(Text).Where(key => !keys.Contains(key, StringComparer.Ordinal)).Select(key => $"{where} has an unknown key {key}"));

    private static IEnumerable<YamlMappingNode> Properties(YamlMappingNode component) =>
        ((YamlMappingNode)component["spec"]).Children.TryGetValue("metadata", out var list) ? ((YamlSequenceNode)list).Cast<YamlMappingNode>() : [];

    private static List<string> Texts(YamlMappingNode component, string key) => [.. ((YamlSequenceNode)component[key]).Select(Text)];

    private static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static List<string> Names(string environment) =>
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "components", environment), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static YamlMappingNode Read(string file) => Parse(File.ReadAllText(Path.Combine(Repository.Root, file)));

    private static YamlMappingNode Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(text));
        return (YamlMappingNode)yaml.Documents.ShouldHaveSingleItem().RootNode;
    }
}

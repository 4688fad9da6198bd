using System.Diagnostics.CodeAnalysis;
using YamlDotNet.Serialization;

namespace Personalization.Local.Definition;

/// <summary>The part of Tye's file format that the launcher understands; any other field is refused.</summary>
[SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
internal sealed class TyeFile
{
    public string Name { get; set; } = "";

    public List<Extension> Extensions { get; set; } = [];

    public List<Service> Services { get; set; } = [];

    [SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
    internal sealed class Extension
    {
        public string Name { get; set; } = "";

        [YamlMember(Alias = "components-path", ApplyNamingConventions = false)]
        public string ComponentsPath { get; set; } = "components";

        public string Config { get; set; } = "dapr/config";

        [YamlMember(Alias = "app-protocol", ApplyNamingConventions = false)]
        public string AppProtocol { get; set; } = ServiceDefinition.Http;

        public string Sidecar { get; set; } = "";
    }

    [SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
    internal sealed class Service
    {
        public string Name { get; set; } = "";

        public string Project { get; set; } = "";

        public int Replicas { get; set; } = 1;

        public List<Variable> Env { get; set; } = [];

        public List<Binding> Bindings { get; set; } = [];
    }

    [SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
    internal sealed class Variable
    {
        public string Name { get; set; } = "";

        public string Value { get; set; } = "";
    }

    [SuppressMessage("Design", "CA1812", Justification = "Made by the YAML deserializer.")]
    internal sealed class Binding
    {
        public string Name { get; set; } = "";
    }
}

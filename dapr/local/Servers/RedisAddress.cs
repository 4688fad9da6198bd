using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Personalization.Local.Servers;

/// <summary>Where a component of an environment looks for its redis-server.</summary>
internal sealed record RedisAddress(string Host, int Port)
{
    private const int DefaultPort = 6379;
    private const string HostField = "redisHost";

    /// <summary>Only a server of this machine can be started here.</summary>
    public bool IsLocal => Host is "localhost" or "127.0.0.1" or "::1";

    /// <summary>The addresses that the components of a folder name, each once. What is wrong with a file is the sidecar's to say.</summary>
    public static IReadOnlyList<RedisAddress> ReadAll(string componentsFolder) =>
    [
        .. Directory.EnumerateFiles(componentsFolder, "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(Documents)
            .SelectMany(Hosts)
            .Select(Parse)
            .Distinct(),
    ];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    private static RedisAddress Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        return colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new RedisAddress(text[..colon], port)
            : new RedisAddress(text, DefaultPort);
    }

    private static IEnumerable<YamlNode> Documents(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        try
        {
            stream.Load(reader);
        }
        catch (YamlDotNet.Core.YamlException)
        {
            return [];
        }

        return stream.Documents.Select(document => document.RootNode);
    }

    private static IEnumerable<string> Hosts(YamlNode document) =>
        document is YamlMappingNode root && Child(root, "spec") is YamlMappingNode spec && Child(spec, "metadata") is YamlSequenceNode metadata
            ? metadata.OfType<YamlMappingNode>()
                .Where(field => Child(field, "name") is YamlScalarNode { Value: HostField })
                .Select(field => (Child(field, "value") as YamlScalarNode)?.Value)
                .OfType<string>()
            : [];

    private static YamlNode? Child(YamlMappingNode node, string name) => node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
}

using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Personalization.Sidecar.Resources.Yaml;

/// <summary>Reads the documents of a YAML file.</summary>
internal static class YamlFile
{
    /// <returns>The documents that are mappings; anything else is a finding.</returns>
    public static IReadOnlyList<YamlMap> Read(string file, Findings findings)
    {
        var stream = new YamlStream();
        try
        {
            using var reader = new StreamReader(file);
            stream.Load(reader);
        }
        catch (YamlException e)
        {
            findings.Error(new SourceLocation(file, e.Start.Line), "document", $"not valid YAML: {e.Message}");
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            findings.Error(new SourceLocation(file, 1), "file", $"cannot be read: {e.Message}");
            return [];
        }

        var maps = new List<YamlMap>();
        foreach (var document in stream.Documents)
        {
            if (document.RootNode is YamlMappingNode mapping)
            {
                maps.Add(new YamlMap(file, "", mapping, findings));
            }
            else if (document.RootNode is not YamlScalarNode { Value: null or "" })
            {
                findings.Error(new SourceLocation(file, document.RootNode.Start.Line), "document", "must be a mapping");
            }
        }

        return maps;
    }
}

using System.Xml.Linq;

namespace Personalization.Architecture.Tests.Model;

/// <summary>What a project file says it needs.</summary>
public sealed record ProjectFile
{
    /// <summary>Path from the repository's root, with '/'.</summary>
    public required string Path { get; init; }

    public required string Name { get; init; }

    public bool IsPure { get; init; }

    /// <summary>Paths of referenced projects, from the repository's root.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    public IReadOnlyList<string> Packages { get; init; } = [];

    public IReadOnlyList<string> Dapr { get; init; } = [];

    public IReadOnlyList<string> Frameworks { get; init; } = [];

    /// <summary>The folder under services/ or dapr/, such as `profiles`; null for other projects.</summary>
    public string? Service => Path.StartsWith("services/", StringComparison.Ordinal) ? Path.Split('/')[1] : null;

    public static ProjectFile Read(string root, string file)
    {
        var xml = XDocument.Load(file);
        var folder = System.IO.Path.GetDirectoryName(file)!;
        return new ProjectFile
        {
            Path = Relative(root, file),
            Name = System.IO.Path.GetFileNameWithoutExtension(file),
            IsPure = xml.Descendants("PureProject").Any(element => element.Value == "true"),
            Projects = [.. Included(xml, "ProjectReference").Select(path => Relative(root, System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, path))))],
            Packages = [.. Included(xml, "PackageReference")],
            Dapr = [.. Included(xml, "DaprPackage")],
            Frameworks = [.. Included(xml, "FrameworkReference"), .. xml.Root!.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web" ? ["Microsoft.AspNetCore.App"] : Array.Empty<string>()],
        };
    }

    private static IEnumerable<string> Included(XDocument xml, string element) =>
        xml.Descendants(element).Select(item => item.Attribute("Include")?.Value).OfType<string>();

    private static string Relative(string root, string file) => System.IO.Path.GetRelativePath(root, file).Replace('\\', '/');
}

using Personalization.Testing;

namespace Personalization.Architecture.Tests.Model;

/// <summary>The files of this checkout that the rules look at.</summary>
public static class Checkout
{
    private static readonly string[] LeftOut = ["artifacts", "node_modules", "bin", "obj", ".git", ".data", "dist"];

    public static IReadOnlyList<ProjectFile> Projects { get; } = [.. Files("*.csproj").Select(file => ProjectFile.Read(Repository.Root, file))];

    public static IReadOnlyList<SourceFile> Sources { get; } = Read("*.cs");

    public static IReadOnlyList<SourceFile> Components { get; } = [.. Read("*.yaml").Where(file => file.Path.StartsWith("components/", StringComparison.Ordinal))];

    public static IReadOnlyList<SourceFile> Read(string pattern) =>
        [.. Files(pattern).Select(file => new SourceFile(Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'), File.ReadAllText(file)))];

    private static IEnumerable<string> Files(string pattern) => Walk(new DirectoryInfo(Repository.Root), pattern);

    private static IEnumerable<string> Walk(DirectoryInfo folder, string pattern) => folder
        .EnumerateFiles(pattern).Select(file => file.FullName)
        .Concat(folder.EnumerateDirectories().Where(child => !LeftOut.Contains(child.Name)).SelectMany(child => Walk(child, pattern)));
}

using System.Reflection;
using System.Runtime.Loader;
using Personalization.Testing;

namespace Dapr.Sdk.Tests.PublicApi;

/// <summary>
/// What the official SDK offers, of the types that are offered here: <c>dapr/sdk/OfficialApi.txt</c>, generated from assemblies that were built of its source at the commit the
/// file names. To generate it anew, put such assemblies, with all they refer to, into a folder and name it in <c>DAPR_SDK_OFFICIAL</c>; <see cref="PublicApiTests"/> then holds the
/// file against them and says where the new one is.
/// </summary>
internal static class OfficialApi
{
    private const string Comment = "#";
    private const string FolderVariable = "DAPR_SDK_OFFICIAL";

    private static readonly string PinnedPath = Path.Combine(Repository.Root, "dapr", "sdk", "OfficialApi.txt");

    /// <summary>The official assemblies, where somebody has them.</summary>
    public static string? Folder => Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The first lines, which say where it is from.</summary>
    public static IReadOnlyList<string> Source() => [.. File.ReadLines(PinnedPath).TakeWhile(IsComment)];

    public static IReadOnlyList<string> Pinned() => [.. File.ReadLines(PinnedPath).Where(line => line.Length > 0 && !IsComment(line))];

    /// <summary>A type or member without the assembly it is in: the official SDK spreads some over more assemblies and forwards them.</summary>
    public static string WithoutAssembly(string line) => line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..];

    /// <summary>The name of the type that a line without its assembly tells of.</summary>
    public static string TypeOf(string line)
    {
        var depth = 0;
        for (var at = 0; at < line.Length; at++)
        {
            depth += line[at] switch { '<' => 1, '>' => -1, _ => 0 };
            if (line[at] == ' ' && depth == 0)
            {
                return line[..at];
            }
        }

        return line;
    }

    /// <summary>Reads the assemblies of a folder, beside those of the same names that are tested.</summary>
    public static IReadOnlyList<string> Describe(string folder, IReadOnlySet<string> types)
    {
        var context = new FolderContext(folder);
        try
        {
            var assemblies = Directory.EnumerateFiles(folder, "Dapr.*.dll").Select(context.LoadFromAssemblyPath);
            return [.. ApiDescriber.Describe(assemblies).Select(WithoutAssembly).Where(line => types.Contains(TypeOf(line))).Order(StringComparer.Ordinal)];
        }
        finally
        {
            context.Unload();
        }
    }

    private static bool IsComment(string line) => line.StartsWith(Comment, StringComparison.Ordinal);

    private sealed class FolderContext(string folder) : AssemblyLoadContext(isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            Path.Combine(folder, assemblyName.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

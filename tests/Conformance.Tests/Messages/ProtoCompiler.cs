using System.Reflection;
using System.Runtime.InteropServices;

namespace Personalization.Conformance.Tests.Messages;

/// <summary>protoc, of the package that builds our messages.</summary>
internal static class ProtoCompiler
{
    private const string MetadataKey = "GrpcToolsFolder";

    public static string Path { get; } = System.IO.Path.Combine(Folder(), "tools", $"linux_{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", "protoc");

    private static string Folder() =>
        typeof(ProtoCompiler).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == MetadataKey).Value!;
}

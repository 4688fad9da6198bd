using System.Globalization;
using Personalization.Testing;

namespace Personalization.Drills.Running;

/// <summary>A service definition whose components are those of `components/redis` on a port of their own: the launcher starts a redis-server there.</summary>
public sealed class RedisEnvironment : IDisposable
{
    private const string DefaultPort = ":6379";

    private readonly TempFolder _folder = new();

    /// <summary>Skips the test when there is no redis-server on PATH.</summary>
    public RedisEnvironment()
    {
        Requires.Binary("redis-server");
        var port = string.Create(CultureInfo.InvariantCulture, $":{Ports.Free()}");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "components", "redis"), "*.yaml"))
        {
            _folder.Write(Path.Combine("redis", Path.GetFileName(file)), File.ReadAllText(file).Replace(DefaultPort, port, StringComparison.Ordinal));
        }

        Directory.CreateDirectory(_folder.File("local"));
        Directory.CreateSymbolicLink(_folder.File(Path.Combine("local", "demo")), Path.Combine(Repository.Root, "components", "local", "demo"));
        Definition = _folder.Write("tye.yaml", Absolute(File.ReadAllText(Path.Combine(Repository.Root, "tye.yaml"))));
    }

    /// <summary>The launcher's options.</summary>
    public string[] Options => ["--components", "redis", "--file", Definition];

    private string Definition { get; }

    public void Dispose() => _folder.Dispose();

    private string Absolute(string definition) => definition
        .Replace("components-path: components", $"components-path: {_folder.Path}", StringComparison.Ordinal)
        .Replace(": dapr/", $": {Repository.Root}/dapr/", StringComparison.Ordinal)
        .Replace("project: services/", $"project: {Repository.Root}/services/", StringComparison.Ordinal);
}

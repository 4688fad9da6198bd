using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Personalization.Local.Ports;

/// <summary>
/// Free ports for every replica, the same ones as last time unless somebody else took one meanwhile.
/// They lie below the range from which the system gives ports to outgoing connections, so that none is lost while a service restarts.
/// </summary>
internal sealed partial class PortBook(string path, Func<int, bool> isFree)
{
    private const int First = 20_000;
    private const int Count = 10_000;

    public PortBook(string path)
        : this(path, IsFree)
    {
    }

    /// <summary>True when 127.0.0.1:port can be listened on now.</summary>
    public static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Assigns and remembers ports for the names; where the search for new ones begins depends on the path, so that two systems seldom meet.</summary>
    public IReadOnlyDictionary<string, PortPlan> Assign(IEnumerable<string> names)
    {
        var known = Load();
        var taken = known.Values.SelectMany(plan => plan.All).ToHashSet();
        var next = First + (int)(StableHash(path) % Count);
        var assigned = new Dictionary<string, PortPlan>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            assigned[name] = known.TryGetValue(name, out var plan) && plan.All.All(isFree)
                ? plan
                : new PortPlan { App = Next(), Metrics = Next(), DaprHttp = Next(), DaprGrpc = Next(), DaprMetrics = Next(), Public = Next() };
        }

        foreach (var (name, plan) in assigned)
        {
            known[name] = plan;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, JsonSerializer.Serialize(known, PortBookJson.Default.DictionaryStringPortPlan));
        return assigned;

        int Next()
        {
            for (var tries = 0; tries < Count; tries++)
            {
                var port = next;
                next = First + ((next + 1 - First) % Count);
                if (taken.Add(port) && isFree(port))
                {
                    return port;
                }
            }

            throw new LauncherException($"No free port between {First} and {First + Count - 1} on 127.0.0.1.");
        }
    }

    private Dictionary<string, PortPlan> Load()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllText(path), PortBookJson.Default.DictionaryStringPortPlan) ?? []
                : [];
        }
        catch (JsonException)
        {
            // Cut short by a crash: the ports are chosen anew.
            return [];
        }
    }

    private static uint StableHash(string text)
    {
        // FNV-1a: string.GetHashCode differs in every process.
        var hash = 2166136261u;
        foreach (var character in text)
        {
            hash = (hash ^ character) * 16777619u;
        }

        return hash;
    }

    [JsonSourceGenerationOptions(WriteIndented = true)]
    [JsonSerializable(typeof(Dictionary<string, PortPlan>))]
    private sealed partial class PortBookJson : JsonSerializerContext;
}

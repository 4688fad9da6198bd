using System.Globalization;
using System.Net.Sockets;
using Personalization.Local.Logs;
using Personalization.Local.Running;

namespace Personalization.Local.Servers;

/// <summary>Sees to it that every redis-server that the components need is there: uses one that listens, starts one where none does.</summary>
internal sealed class RedisServers(DataFolder data, LauncherConsole console, TimeProvider clock)
{
    private const string Program = "redis-server";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(2);

    /// <summary>The servers to start; empty when all that are needed listen already.</summary>
    /// <exception cref="LauncherException">One is needed that cannot be started here.</exception>
    public async Task<IReadOnlyList<ChildSpecification>> MissingAsync(IReadOnlyList<RedisAddress> needed, CancellationToken stop)
    {
        List<ChildSpecification> missing = [];
        foreach (var address in needed)
        {
            if (await ListensAsync(address, stop).ConfigureAwait(false))
            {
                console.Line($"using the redis-server that listens on {address}; its data is its own: --reset does not empty it");
                continue;
            }

            missing.Add(Start(address));
            console.Line($"no redis-server listens on {address}: starting one, every write on disk before it is acknowledged, data in {Folder(address)}");
        }

        return missing;
    }

    /// <summary>Waits until all of them take connections.</summary>
    /// <exception cref="LauncherException">One does not in time.</exception>
    public async Task WaitAsync(IReadOnlyList<RedisAddress> needed, CancellationToken stop)
    {
        var deadline = clock.GetUtcNow() + Patience;
        foreach (var address in needed)
        {
            while (!await ListensAsync(address, stop).ConfigureAwait(false))
            {
                if (clock.GetUtcNow() >= deadline)
                {
                    throw new LauncherException($"{Program} does not listen on {address} after {Patience.TotalSeconds:0} s; {Path.Combine(data.Logs, "redis*.log")} says why.");
                }

                await Task.Delay(Pause, clock, stop).ConfigureAwait(false);
            }
        }
    }

    private static async Task<bool> ListensAsync(RedisAddress address, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(ConnectLimit);
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, limit.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }

    private string Folder(RedisAddress address) => Path.Combine(data.Root, string.Create(CultureInfo.InvariantCulture, $"redis-{address.Port}"));

    private ChildSpecification Start(RedisAddress address)
    {
        if (!address.IsLocal)
        {
            throw new LauncherException($"The components need a redis-server on {address}, and none answers there. Start it, or name another in their redisHost.");
        }

        var program = Find() ?? throw new LauncherException(
            $"The components need a redis-server on {address}: none listens there, and {Program} is not on PATH. Install it (Debian: apt-get install redis-server), or choose --components local.");
        var folder = Folder(address);
        Directory.CreateDirectory(folder);
        return new ChildSpecification
        {
            Name = Path.GetFileName(folder),
            Command =
            [
                program, "--port", address.Port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder,

                // Acknowledged means on disk; and state is never evicted.
                "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--maxmemory-policy", "noeviction",
            ],
            WorkingFolder = folder,
            Environment = new Dictionary<string, string>(),
        };
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);
}

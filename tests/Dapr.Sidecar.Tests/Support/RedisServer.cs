using System.Diagnostics;
using System.Net.Sockets;
using Personalization.Sidecar.Tests.Support;
using StackExchange.Redis;

[assembly: AssemblyFixture(typeof(RedisServer))]

namespace Personalization.Sidecar.Tests.Support;

/// <summary>A real redis-server, started when the first test asks for it and gone with the last. Each test has a database of its own.</summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string Databases = "1000";
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly TempFolder _folder = new();
    private int _lastDatabase;
    private Process? _process;

    /// <summary>The port on loopback; a test that calls <see cref="StartAsync"/> may ask.</summary>
    public int Port { get; private set; }

    /// <summary>The host field of a component.</summary>
    public string Host => $"127.0.0.1:{Port}";

    /// <summary>The number of a database that no other test has.</summary>
    public int NewDatabase() => Interlocked.Increment(ref _lastDatabase);

    /// <summary>Starts the server unless it runs; skips the test when there is none on PATH.</summary>
    public async Task StartAsync()
    {
        await _gate.WaitAsync();
        try
        {
            if (_process is null)
            {
                var binary = Requires.Binary("redis-server");
                Port = Ports.Free();
                await LaunchAsync(binary);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The server has a clock of its own: what is left of each lifetime in a database is cut instead.</summary>
    public async Task CutLifetimesAsync(int database, TimeSpan by)
    {
        const string CutLifetimes = """
            for _, key in ipairs(redis.call('KEYS', '*')) do
              local left = redis.call('PTTL', key)
              if left > 0 then redis.call('PEXPIRE', key, left - tonumber(ARGV[1])) end
            end
            """;
        using var connection = await ConnectionMultiplexer.ConnectAsync(Host);
        await connection.GetDatabase(database).ScriptEvaluateAsync(CutLifetimes, values: [(long)by.TotalMilliseconds]);
    }

    /// <summary>kill -9, then a new process with the same files: what the append-only file has is there again.</summary>
    public async Task KillAndRestartAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await LaunchAsync(Requires.Binary("redis-server"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }

        _folder.Dispose();
        _gate.Dispose();
    }

    private async Task LaunchAsync(string binary)
    {
        var start = new ProcessStartInfo(binary) { RedirectStandardOutput = true };
        foreach (var argument in (string[])
            ["--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _folder.Path, "--databases", Databases, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--loglevel", "warning"])
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        await Eventually.TrueAsync(AcceptsAsync, StartLimit);
    }

    private async Task<bool> AcceptsAsync()
    {
        using var socket = new TcpClient();
        try
        {
            await socket.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

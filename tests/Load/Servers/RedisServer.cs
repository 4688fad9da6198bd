using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Personalization.Load.Running;

namespace Personalization.Load.Servers;

/// <summary>A redis-server of a measure's own that has each write on disk before it answers, as `components/redis` asks for.</summary>
internal sealed class RedisServer : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly Process _process;

    private RedisServer(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>Starts it in the measure's folder, and returns when it listens.</summary>
    public static async Task<RedisServer> StartAsync(LoadContext context, CancellationToken cancellationToken)
    {
        var port = LoadContext.FreePort();
        string[] arguments = ["--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", context.Folder, "--appendonly", "yes", "--appendfsync", "always", "--save", "", "--loglevel", "warning"];
        var process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true }) ?? throw new InvalidOperationException("redis-server did not start.");
        process.BeginOutputReadLine();
        var server = new RedisServer(process, port);
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync("127.0.0.1", port, cancellationToken);
                return server;
            }
            catch (SocketException) when (Stopwatch.GetElapsedTime(began) < StartLimit)
            {
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

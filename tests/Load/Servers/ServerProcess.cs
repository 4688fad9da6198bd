using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Personalization.Load.Servers;

/// <summary>A process that listens on a port; killed with its measure.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _tail = [];

    private ServerProcess(IEnumerable<string> arguments, int port)
    {
        Port = port;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true },
        };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Port { get; }

    public int Id => _process.Id;

    /// <summary>Starts a role of this program and returns when it listens.</summary>
    public static Task<ServerProcess> StartRoleAsync(string role, int port, CancellationToken cancellationToken, params string[] more) =>
        StartAsync([typeof(ServerProcess).Assembly.Location, ServerRoles.Verb, role, .. ServerPort.Arguments(port), .. more], port, cancellationToken);

    /// <summary>Starts any program of .NET and returns when it listens.</summary>
    /// <exception cref="InvalidOperationException">It ended, or does not listen in time; says what it wrote.</exception>
    public static async Task<ServerProcess> StartAsync(IEnumerable<string> arguments, int port, CancellationToken cancellationToken)
    {
        var server = new ServerProcess(arguments, port);
        var began = Stopwatch.GetTimestamp();
        while (!await AcceptsAsync(port, cancellationToken))
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(began) > Limit)
            {
                var said = server.Said();
                server.Dispose();
                throw new InvalidOperationException($"Nothing listens on port {port}:{Environment.NewLine}{said}");
            }

            await Task.Delay(50, cancellationToken);
        }

        return server;
    }

    /// <summary>CPU time of the process until now.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Resident memory now, bytes.</summary>
    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    /// <summary>The last lines it wrote.</summary>
    public string Said()
    {
        lock (_tail)
        {
            return string.Join(Environment.NewLine, _tail);
        }
    }

    /// <summary>Waits for a line that contains the text.</summary>
    public async Task SaysAsync(string text, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (!Said().Contains(text, StringComparison.Ordinal))
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(began) > Limit)
            {
                throw new InvalidOperationException($"The process did not say '{text}':{Environment.NewLine}{Said()}");
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static async Task<bool> AcceptsAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_tail)
        {
            _tail.Add(line);
            if (_tail.Count > 50)
            {
                _tail.RemoveAt(0);
            }
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Personalization.Load.Statistics;

namespace Personalization.Load.Client;

/// <summary>
/// Calls a server over HTTP/1.1: kept-alive connections, one call at a time on each, all on one thread that waits on epoll, so that on a
/// machine of few cores the client takes little from what it measures.
/// </summary>
public sealed class LoadClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly IPEndPoint _server;
    private readonly NextRequest _next;
    private readonly Pace _pace;
    private readonly AnswerCheck? _check;
    private readonly long _began = Stopwatch.GetTimestamp();
    private readonly long _from;
    private readonly long _until;
    private readonly List<LoadConnection> _connections = [];
    private readonly Stack<int> _idle = [];
    private readonly LatencySample _latency = new();
    private long _completed;
    private long _failed;
    private long _answered;
    private long _right;
    private long _due;
    private int _underWay;

    private LoadClient(int port, NextRequest next, Pace pace, TimeSpan warmUp, TimeSpan duration, AnswerCheck? check)
    {
        _check = check;
        _server = new IPEndPoint(IPAddress.Loopback, port);
        _next = next;
        _pace = pace;
        _from = _began + Ticks(warmUp);
        _until = _from + Ticks(duration);
    }

    /// <summary>Calls for the warm-up and the duration; what falls due in the duration counts, and its answers are waited for.</summary>
    /// <param name="port">A loopback port.</param>
    /// <param name="next">What to send.</param>
    /// <param name="pace">When to send it.</param>
    /// <param name="warmUp">Not counted.</param>
    /// <param name="duration">Counted.</param>
    /// <param name="cancellationToken">Ends the run early, with an exception.</param>
    /// <param name="check">What makes a completed answer a right one; null: all are.</param>
    public static Task<LoadResult> RunAsync(
        int port, NextRequest next, Pace pace, TimeSpan warmUp, TimeSpan duration, CancellationToken cancellationToken, AnswerCheck? check = null) =>
        Task.Factory.StartNew(
            () => new LoadClient(port, next, pace, warmUp, duration, check).Run(cancellationToken),
            cancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private LoadResult Run(CancellationToken cancellationToken)
    {
        Epoll.SharpenTimers();
        using var epoll = new Epoll();
        try
        {
            Loop(epoll, cancellationToken);
            _failed += _underWay;
            return new LoadResult(_completed, _failed, Stopwatch.GetElapsedTime(_from, _until), _latency, _answered, _right);
        }
        finally
        {
            _connections.ForEach(connection => connection.Dispose());
        }
    }

    private void Loop(Epoll epoll, CancellationToken cancellationToken)
    {
        Span<int> ready = stackalloc int[128];
        _due = _began;
        for (var i = 0; _pace.PerSecond is null && i < _pace.Connections; i++)
        {
            Start(Open(epoll), Stopwatch.GetTimestamp());
        }

        var giveUp = _until + Ticks(Patience);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = Stopwatch.GetTimestamp();
            if (now >= _until && (_underWay == 0 || now >= giveUp))
            {
                return;
            }

            var wait = SendDue(epoll, now);
            var count = epoll.Wait(ready, wait);
            foreach (var tag in ready[..count])
            {
                Finish(epoll, tag);
            }
        }
    }

    /// <summary>Sends the calls of an open loop that are due.</summary>
    /// <returns>How long nothing else falls due.</returns>
    private TimeSpan SendDue(Epoll epoll, long now)
    {
        if (_pace.PerSecond is not { } rate)
        {
            return TimeSpan.FromMilliseconds(100);
        }

        var interval = (long)(Stopwatch.Frequency / rate);
        while (_due <= now && _due < _until)
        {
            if (!_idle.TryPop(out var tag))
            {
                if (_connections.Count >= _pace.Connections)
                {
                    return TimeSpan.FromMilliseconds(1);
                }

                tag = Open(epoll);
            }

            Start(tag, _due);
            _due += interval;
        }

        return _due >= _until ? TimeSpan.FromMilliseconds(1) : Stopwatch.GetElapsedTime(now, _due);
    }

    private void Start(int tag, long due)
    {
        var connection = _connections[tag];
        connection.Due = due;
        _underWay++;
        connection.Send(_next(due).Span);
    }

    private void Finish(Epoll epoll, int tag)
    {
        int? status;
        try
        {
            status = _connections[tag].Receive();
        }
        catch (SocketException)
        {
            Count(_connections[tag], status: null);
            _connections[tag].Dispose();
            tag = Open(epoll, tag);
            Continue(tag);
            return;
        }

        if (status is not null)
        {
            Count(_connections[tag], status);
            Continue(tag);
        }
    }

    private void Continue(int tag)
    {
        var now = Stopwatch.GetTimestamp();
        if (_pace.PerSecond is not null)
        {
            _idle.Push(tag);
        }
        else if (now < _until)
        {
            Start(tag, now);
        }
    }

    private void Count(LoadConnection connection, int? status)
    {
        var due = connection.Due;
        _underWay--;
        _answered++;
        var now = Stopwatch.GetTimestamp();

        // In a closed loop an answer counts by its end, as a rate has to; in an open one a call counts by when it fell due.
        var at = _pace.PerSecond is null ? now : due;
        if (at < _from || at >= _until)
        {
            return;
        }

        if (status is >= 200 and < 300)
        {
            _completed++;
            if (_check is null || _check(connection.Received))
            {
                _right++;
            }
        }
        else
        {
            _failed++;
        }

        _latency.Add(now - due);
    }

    private int Open(Epoll epoll, int? place = null)
    {
        var connection = new LoadConnection(_server);
        var tag = place ?? _connections.Count;
        if (place is null)
        {
            _connections.Add(connection);
        }
        else
        {
            _connections[tag] = connection;
        }

        epoll.Watch(connection.Handle, tag);
        return tag;
    }
}

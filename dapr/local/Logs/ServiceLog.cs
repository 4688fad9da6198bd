namespace Personalization.Local.Logs;

/// <summary>The log file of one child over all its restarts. The files of earlier runs are kept as `.1` to `.3`.</summary>
internal sealed class ServiceLog : IDisposable
{
    private const int Kept = 3;
    private const long LargestFile = 32 * 1024 * 1024;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly Queue<string> _tail = new();
    private StreamWriter _writer;
    private long _written;

    public ServiceLog(string folder, string name)
    {
        Directory.CreateDirectory(folder);
        _path = Path.Combine(folder, name + ".log");
        Rotate();
        _writer = Open();
    }

    /// <summary>The newest lines, for an error message.</summary>
    public IReadOnlyList<string> Tail
    {
        get
        {
            lock (_gate)
            {
                return [.. _tail];
            }
        }
    }

    public void Write(string line)
    {
        lock (_gate)
        {
            if (_written > LargestFile)
            {
                _writer.Dispose();
                Rotate();
                _writer = Open();
                _written = 0;
            }

            _writer.WriteLine(line);
            _written += line.Length + 1;
            _tail.Enqueue(line);
            if (_tail.Count > 20)
            {
                _tail.Dequeue();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _writer.Dispose();
        }
    }

    private StreamWriter Open() => new(_path, append: true) { AutoFlush = true };

    private void Rotate()
    {
        if (!File.Exists(_path))
        {
            return;
        }

        for (var number = Kept - 1; number >= 1; number--)
        {
            if (File.Exists($"{_path}.{number}"))
            {
                File.Move($"{_path}.{number}", $"{_path}.{number + 1}", overwrite: true);
            }
        }

        File.Move(_path, $"{_path}.1", overwrite: true);
    }
}

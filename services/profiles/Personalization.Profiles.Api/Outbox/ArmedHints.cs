using System.Text;
using Personalization.Hosting.Defaults;

namespace Personalization.Profiles.Api.Outbox;

/// <summary>
/// The actors of this process whose stored outboxes hold something, in a file of its data folder, so that the next process on this machine looks after
/// what a crash left at once. A hint: without the file nothing is lost that was answered for, since that is published, or has a reminder.
/// Written to the operating system and not to the disk: it has to outlive the process, not the machine.
/// </summary>
internal sealed partial class ArmedHints : IDisposable
{
    private const string FileName = "armed.txt";
    private const int WorthCompacting = 4096;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _armed = new(StringComparer.Ordinal);
    private readonly string _path;
    private readonly ILogger<ArmedHints> _logger;
    private FileStream? _file;
    private int _lines;

    public ArmedHints(ServiceEnvironment environment, ILogger<ArmedHints> logger)
    {
        _path = Path.Combine(environment.DataDirectory, FileName);
        _logger = logger;
        try
        {
            Directory.CreateDirectory(environment.DataDirectory);
            Leftovers = File.Exists(_path) ? [.. File.ReadLines(_path, Encoding.UTF8).Where(line => line.Length > 0).Distinct(StringComparer.Ordinal)] : [];
            _armed.UnionWith(Leftovers);
            Rewrite();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            GiveUp(failure);
        }
    }

    /// <summary>Actors whose outbox a former process did not empty.</summary>
    public IReadOnlyList<string> Leftovers { get; } = [];

    public void Add(string actorId)
    {
        lock (_lock)
        {
            if (_file is null || !_armed.Add(actorId))
            {
                return;
            }

            try
            {
                Write(actorId);
            }
            catch (IOException failure)
            {
                GiveUp(failure);
            }
        }
    }

    public void Remove(string actorId)
    {
        lock (_lock)
        {
            if (_file is null || !_armed.Remove(actorId) || _lines < WorthCompacting || _lines < 2 * _armed.Count)
            {
                return;
            }

            try
            {
                Rewrite();
            }
            catch (IOException failure)
            {
                GiveUp(failure);
            }
        }
    }

    /// <summary>An orderly stop leaves only those that are still armed.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_file is null)
            {
                return;
            }

            try
            {
                Rewrite();
            }
            catch (IOException failure)
            {
                GiveUp(failure);
            }

            _file?.Dispose();
            _file = null;
        }
    }

    private void Rewrite()
    {
        _file?.Dispose();
        _file = new FileStream(_path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _lines = 0;
        foreach (var actorId in _armed)
        {
            Write(actorId);
        }
    }

    private void Write(string actorId)
    {
        _file!.Write(Encoding.UTF8.GetBytes(actorId + "\n"));
        _lines++;
    }

    private void GiveUp(Exception failure)
    {
        LogUnavailable(_logger, failure.GetType().Name);
        _file?.Dispose();
        _file = null;
    }
}

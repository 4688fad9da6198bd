namespace Personalization.Local.Running;

/// <summary>One launcher for one data folder. The lock is the operating system's: it ends with the process, however that ends.</summary>
internal sealed class RunLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _marker;

    private RunLock(FileStream file, string marker, bool previousRunWasCutShort)
    {
        _file = file;
        _marker = marker;
        PreviousRunWasCutShort = previousRunWasCutShort;
    }

    /// <summary>The launcher before this one was killed: its children may take a moment to notice.</summary>
    public bool PreviousRunWasCutShort { get; }

    /// <exception cref="LauncherException">Another launcher holds the folder, or it cannot be written.</exception>
    public static RunLock Take(string runFolder)
    {
        try
        {
            Directory.CreateDirectory(runFolder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(runFolder, exception);
        }

        var path = Path.Combine(runFolder, "lock");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var marker = Path.Combine(runFolder, "running");
            var cutShort = File.Exists(marker);
            File.WriteAllText(marker, $"{Environment.ProcessId}\n");
            return new RunLock(file, marker, cutShort);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw CannotWrite(runFolder, exception);
        }
        catch (IOException)
        {
            throw new LauncherException(
                $"The data folder '{Path.GetDirectoryName(runFolder)}' is in use by another launcher; stop that one, or give this one its own folder and port: --data DIR --port N");
        }
    }

    private static LauncherException CannotWrite(string runFolder, Exception reason) =>
        new($"The data folder '{Path.GetDirectoryName(runFolder)}' cannot be written ({reason.Message}); give another one: --data DIR");

    public void Dispose()
    {
        File.Delete(_marker);
        _file.Dispose();
    }
}

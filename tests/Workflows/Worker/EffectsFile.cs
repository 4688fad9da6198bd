namespace Personalization.Drills.Workflows.Worker;

/// <summary>What activities did, a line each, on disk before the activity returns.</summary>
internal sealed class EffectsFile(string path)
{
    private readonly Lock _gate = new();

    /// <returns>How often it was had under that key so far, this time included.</returns>
    public int Add(string name, string key)
    {
        var line = $"{name} {key}";
        lock (_gate)
        {
            using (var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(line + '\n'));
                file.Flush(flushToDisk: true);
            }

            return File.ReadLines(path).Count(written => written == line);
        }
    }
}

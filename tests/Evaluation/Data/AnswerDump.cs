using System.Text.Json;

namespace Personalization.Evaluation.Data;

/// <summary>The answers of one protocol as JSON lines, in the judge's format; without a folder they go nowhere.</summary>
public sealed class AnswerDump : IDisposable
{
    private readonly Stream? _file;
    private readonly Utf8JsonWriter? _json;

    private AnswerDump(Stream? file)
    {
        _file = file;
        _json = file is null ? null : new Utf8JsonWriter(file);
    }

    public static AnswerDump None() => new(null);

    public static AnswerDump Open(string? folder, string protocol)
    {
        if (folder is null)
        {
            return None();
        }

        Directory.CreateDirectory(folder);
        return new AnswerDump(File.Create(Path.Combine(folder, $"{protocol}.jsonl")));
    }

    /// <summary>Writes one line, the members of an object.</summary>
    public void Write(Action<Utf8JsonWriter> members)
    {
        if (_json is null || _file is null)
        {
            return;
        }

        _json.WriteStartObject();
        members(_json);
        _json.WriteEndObject();
        _json.Flush();
        _file.WriteByte((byte)'\n');
        _json.Reset();
    }

    public void Dispose()
    {
        _json?.Dispose();
        _file?.Dispose();
    }
}

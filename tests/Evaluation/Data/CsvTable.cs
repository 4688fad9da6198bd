using System.IO.Compression;
using System.Text;

namespace Personalization.Evaluation.Data;

/// <summary>Rows of a table of the data folder: comma-separated with a header line, gzipped when the name ends in `.gz`, quotes as in RFC 4180.</summary>
public static class CsvTable
{
    /// <summary>The named columns of each row, in the order they are named.</summary>
    /// <exception cref="InvalidDataException">A column is not there.</exception>
    public static IEnumerable<string[]> Read(string path, params string[] columns)
    {
        using var stream = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        List<string> cells = [];
        var text = new StringBuilder();
        if (!ReadRow(reader, text, cells))
        {
            throw new InvalidDataException($"{path} is empty.");
        }

        var places = Array.ConvertAll(columns, column => cells.IndexOf(column));
        if (Array.IndexOf(places, -1) is >= 0 and var absent)
        {
            throw new InvalidDataException($"{path} has no column '{columns[absent]}'.");
        }

        while (ReadRow(reader, text, cells))
        {
            yield return Array.ConvertAll(places, place => place < cells.Count ? cells[place] : "");
        }
    }

    private static bool ReadRow(StreamReader reader, StringBuilder text, List<string> cells)
    {
        cells.Clear();
        text.Clear();
        if (reader.Peek() < 0)
        {
            return false;
        }

        for (var quoted = false; ;)
        {
            var read = reader.Read();
            switch (read)
            {
                case '"' when quoted && reader.Peek() == '"':
                    text.Append((char)reader.Read());
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    Take();
                    break;
                case '\r' when !quoted:
                    break;
                case -1:
                case '\n' when !quoted:
                    Take();
                    return true;
                default:
                    text.Append((char)read);
                    break;
            }
        }

        void Take()
        {
            cells.Add(text.ToString());
            text.Clear();
        }
    }
}

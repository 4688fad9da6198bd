using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Personalization.Drills.Workflows;

/// <summary>The server of `state.redis`: a hash a key, asked over one socket in the server's own protocol.</summary>
internal sealed class OutsideRedis(int port, string appId) : OutsideStore(appId), IDisposable
{
    private readonly Lock _lock = new();
    private TcpClient? _client;
    private BufferedStream? _stream;

    public override int Rows() => Ask("KEYS", "*").Count(key => IsOfWorkflows(Encoding.UTF8.GetString(key!)));

    /// <summary>One command after the other is no one moment: it is one when the metadata stayed the same meanwhile.</summary>
    internal override StoredWorkflow Read(string id)
    {
        while (true)
        {
            var before = Metadata(id);
            try
            {
                var read = Read(id, Value);
                if (Metadata(id) == before)
                {
                    return read;
                }
            }
            catch (InvalidDataException) when (Metadata(id) != before)
            {
                // It went on while it was read.
            }
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _client?.Dispose();
    }

    private protected override byte[]? Value(string key) => Ask("HGET", key, "data")[0];

    private static bool IsOfWorkflows(string key) =>
        (key.Contains(".workflow||", StringComparison.Ordinal) || key.Contains("dapr.internal.workflows||", StringComparison.Ordinal)) && !key.EndsWith("||slots", StringComparison.Ordinal);

    private List<byte[]?> Ask(params string[] words)
    {
        lock (_lock)
        {
            if (_stream is null)
            {
                _client = new TcpClient("127.0.0.1", port) { NoDelay = true };
                _stream = new BufferedStream(_client.GetStream());
            }

            var command = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"*{words.Length}\r\n"));
            foreach (var word in words)
            {
                command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
            }

            _stream.Write(Encoding.UTF8.GetBytes(command.ToString()));
            _stream.Flush();
            var head = Line();
            return head[0] switch
            {
                '$' => [Bulk(head)],
                '*' => [.. Enumerable.Range(0, Number(head)).Select(_ => Bulk(Line()))],
                _ => throw new InvalidDataException($"{words[0]}: {head}"),
            };
        }
    }

    private byte[]? Bulk(string head)
    {
        var length = Number(head);
        if (length < 0)
        {
            return null;
        }

        var value = new byte[length];
        _stream!.ReadExactly(value);
        Line();
        return value;
    }

    private string Line()
    {
        var line = new StringBuilder();
        for (var next = _stream!.ReadByte(); next != '\r'; next = _stream.ReadByte())
        {
            line.Append(next < 0 ? throw new EndOfStreamException("the redis-server ended") : (char)next);
        }

        _stream.ReadByte();
        return line.ToString();
    }

    private static int Number(string head) => int.Parse(head.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}

namespace Personalization.Discovery.Imports;

/// <summary>A growing window on a text: what is not consumed stays, so that a record can be looked at again once more of it is there.</summary>
internal sealed class TextWindow(TextReader reader)
{
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;

    public bool AtEnd { get; private set; }

    public ReadOnlySpan<char> Text => _buffer.AsSpan(_start, _end - _start);

    public void Consume(int characters) => _start += characters;

    /// <summary>Reads on; false at the end of the text.</summary>
    public async ValueTask<bool> GrowAsync(CancellationToken cancellationToken)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        var read = await reader.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        AtEnd = read == 0;
        return read > 0;
    }
}

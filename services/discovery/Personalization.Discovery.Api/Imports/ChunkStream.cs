namespace Personalization.Discovery.Api.Imports;

/// <summary>The body of an import, read from state one chunk at a time.</summary>
internal sealed class ChunkStream(ImportStore imports, string store, string import, int chunks) : Stream
{
    private byte[] _chunk = [];
    private int _at;
    private int _next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_at == _chunk.Length)
        {
            if (_next == chunks)
            {
                return 0;
            }

            _chunk = await imports.GetChunkAsync(store, import, _next++, cancellationToken) ?? throw new MissingChunkException(_next - 1);
            _at = 0;
        }

        var length = Math.Min(buffer.Length, _chunk.Length - _at);
        _chunk.AsMemory(_at, length).CopyTo(buffer);
        _at += length;
        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Chunks are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

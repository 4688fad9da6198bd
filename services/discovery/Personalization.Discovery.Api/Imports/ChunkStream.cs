using Personalization.Hosting.Streams;

namespace Personalization.Discovery.Api.Imports;

/// <summary>The body of an import, read from state one chunk at a time.</summary>
internal sealed class ChunkStream(ImportStore imports, string store, string import, int chunks) : ForwardStream
{
    private byte[] _chunk = [];
    private int _at;
    private int _next;

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
}

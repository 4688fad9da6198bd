using Personalization.Hosting.Streams;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>A stream whose first two bytes can be seen before it is read.</summary>
internal sealed class PeekedStream(Stream inner) : ForwardStream
{
    private readonly byte[] _head = new byte[2];
    private int _peeked;
    private int _given;

    public async Task<byte[]> PeekAsync(CancellationToken cancellationToken)
    {
        _peeked = await inner.ReadAtLeastAsync(_head, _head.Length, throwOnEndOfStream: false, cancellationToken);
        return _head[.._peeked];
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_given == _peeked || buffer.Length == 0)
        {
            return await inner.ReadAsync(buffer, cancellationToken);
        }

        var count = Math.Min(buffer.Length, _peeked - _given);
        _head.AsMemory(_given, count).CopyTo(buffer);
        _given += count;
        return count;
    }
}

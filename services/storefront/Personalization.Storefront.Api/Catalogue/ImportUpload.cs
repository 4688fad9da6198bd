using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Problems;
using Personalization.Discovery.Contracts;
using Personalization.Hosting.Problems;
using Personalization.Storefront.Api.Parts;
using Personalization.Storefront.Catalogue;
using Personalization.Storefront.Requests;

namespace Personalization.Storefront.Api.Catalogue;

/// <summary>Carries one body to discovery. An upload that breaks off is never completed, and nothing of it is imported.</summary>
internal sealed class ImportUpload(IDiscoveryPort discovery, string store, string id)
{
    /// <summary>Of a chunk on its way to discovery.</summary>
    private const int ChunkSize = 1024 * 1024;

    public async Task<ImportStatus> SendAsync(ImportOptions options, Stream body, CancellationToken cancellationToken)
    {
        var chunk = new byte[ChunkSize];
        var source = new PeekedStream(body);
        var head = await source.PeekAsync(cancellationToken);

        // Compression is told by its first bytes: some clients name it in Content-Encoding, some nowhere.
        var gzip = head is [0x1F, 0x8B];
        await using var stream = gzip ? new GZipStream(source, CompressionMode.Decompress) : (Stream)source;
        var length = await FillAsync(stream, chunk, cancellationToken);
        if (length == 0)
        {
            throw new ProblemException(Problem.OfField(400, JsonBody.Field, "is empty; send the catalogue"));
        }

        await discovery.StartImportAsync(
            new ImportStart { StoreId = store, ImportId = id, Mode = options.Mode, Map = options.Map, ContentType = options.ContentType }, cancellationToken);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(Describe(options)));
        var number = 0;
        for (; length > 0; length = await FillAsync(stream, chunk, cancellationToken))
        {
            digest.AppendData(chunk, 0, length);
            await discovery.PutChunkAsync(store, id, number++, chunk.AsMemory(0, length), cancellationToken);
        }

        return await discovery.CompleteImportAsync(store, id, number, Convert.ToHexStringLower(digest.GetHashAndReset()), cancellationToken);
    }

    private static string Describe(ImportOptions options) =>
        $"{options.Mode}\n{options.ContentType}\n{string.Join('\n', options.Map.Select(pair => $"{pair.Key}:{pair.Value}").Order(StringComparer.Ordinal))}\n\n";

    private static async Task<int> FillAsync(Stream stream, byte[] chunk, CancellationToken cancellationToken)
    {
        try
        {
            return await stream.ReadAtLeastAsync(chunk, chunk.Length, throwOnEndOfStream: false, cancellationToken);
        }
        catch (InvalidDataException)
        {
            throw new ProblemException(Problem.OfField(400, JsonBody.Field, "begins as gzip and is damaged; send it again, or uncompressed"));
        }
    }
}

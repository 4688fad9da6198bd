namespace Personalization.Discovery.Api.Imports;

/// <summary>The caller completed an import without having sent all of it.</summary>
internal sealed class MissingChunkException(int chunk) : Exception($"Chunk {chunk} was never sent.")
{
    public int Chunk => chunk;
}

using System.Security.Cryptography;
using System.Text;

namespace Dapr.Workflow.Replay;

/// <summary>Ids that are the same in each replay: UUID version 5 (RFC 9562), by SHA-1 of a namespace and a name.</summary>
internal static class StableGuid
{
    private const int Length = 16;
    private static readonly Guid Executions = new("6f927a2e-9c7e-4a1d-9b8d-7a86f2e7f62f");

    /// <summary>The namespace of one execution of a workflow: its id if that is a UUID, else one made of it.</summary>
    public static Guid Namespace(string execution) => Guid.TryParse(execution, out var given) ? given : Of(Executions, execution);

    public static Guid Of(Guid space, string name)
    {
        var bytes = new byte[Length + Encoding.UTF8.GetByteCount(name)];
        space.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, bytes.AsSpan(Length));
#pragma warning disable CA5350 // UUID version 5 is defined by SHA-1; nothing is protected by it.
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData(bytes, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..Length], bigEndian: true);
    }
}

using System.Security.Cryptography;

namespace Personalization.Profiles.Api;

/// <summary>One life of this process: names what only its memory holds, so that a version of a former life can be told as lost.</summary>
internal sealed record HostIncarnation(string Id)
{
    public static HostIncarnation Fresh() => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)));
}

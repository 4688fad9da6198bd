using System.Security.Cryptography;
using System.Text;
using Personalization.Abstractions.Identity;

namespace Personalization.Storefront.Api.Decisions;

/// <summary>What stands for a shopper in decisions: it counts by it and learns no name.</summary>
internal static class SubjectDigest
{
    public static string Of(ShopperKey shopper) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(shopper.ActorId)).AsSpan(0, 16));
}

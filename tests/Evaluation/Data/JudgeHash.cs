using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Personalization.Evaluation.Data;

/// <summary>The hash by which the protocols deal out cases: SHA-1, as their judge computes it.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The protocols are stated with it; nothing is kept secret by it.")]
internal static class JudgeHash
{
    public static string Hex(string text) => Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The hash as a number, modulo the folds.</summary>
    public static int Fold(string text, int folds) => (int)(new BigInteger(SHA1.HashData(Encoding.UTF8.GetBytes(text)), isUnsigned: true, isBigEndian: true) % folds);
}

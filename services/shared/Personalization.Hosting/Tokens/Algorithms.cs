namespace Personalization.Hosting.Tokens;

/// <summary>The signatures that are taken (RFC 7518 3.1); no other, and `none` never.</summary>
internal static class Algorithms
{
    public const string Rs256 = "RS256";
    public const string Es256 = "ES256";
    public const string Hs256 = "HS256";

    public static bool IsKnown(string algorithm) => algorithm is Rs256 or Es256 or Hs256;
}

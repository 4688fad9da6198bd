namespace Personalization.Hosting.Tokens;

/// <summary>Why a token is not taken. Told to its bearer: none of it helps to forge one.</summary>
public enum TokenFault
{
    None,

    /// <summary>No token in compact form, larger than one may be, or JSON that is not strict.</summary>
    Malformed,

    /// <summary>An algorithm that is not asymmetric (or not the configured one), `none` among them, or another than the key is for.</summary>
    Algorithm,

    /// <summary>A header that demands something not understood here (`crit`).</summary>
    Critical,

    /// <summary>No key of this id.</summary>
    UnknownKey,

    Signature,

    Expired,

    NotYetValid,

    Issuer,

    Audience,

    /// <summary>A claim that is needed is missing or is not what it must be.</summary>
    Claims,

    /// <summary>The keys could not be had: nothing is known of the token.</summary>
    KeysUnavailable,
}

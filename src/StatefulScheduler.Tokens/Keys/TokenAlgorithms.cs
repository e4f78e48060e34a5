namespace StatefulScheduler.Tokens;

/// <summary>The signature algorithms that keys may have, by their names in RFC 7518. A key has one, for good.</summary>
public static class TokenAlgorithms
{
    /// <summary>HMAC with SHA-256. One secret for who signs and who verifies.</summary>
    public const string HS256 = "HS256";

    /// <summary>HMAC with SHA-384.</summary>
    public const string HS384 = "HS384";

    /// <summary>HMAC with SHA-512.</summary>
    public const string HS512 = "HS512";

    /// <summary>RSA, PKCS#1 version 1.5, with SHA-256. Large signatures, quickly verified.</summary>
    public const string RS256 = "RS256";

    /// <summary>RSA, PKCS#1 version 1.5, with SHA-384.</summary>
    public const string RS384 = "RS384";

    /// <summary>RSA, PKCS#1 version 1.5, with SHA-512.</summary>
    public const string RS512 = "RS512";

    /// <summary>RSA-PSS with SHA-256.</summary>
    public const string PS256 = "PS256";

    /// <summary>RSA-PSS with SHA-384.</summary>
    public const string PS384 = "PS384";

    /// <summary>RSA-PSS with SHA-512.</summary>
    public const string PS512 = "PS512";

    /// <summary>ECDSA on P-256 with SHA-256. Small signatures.</summary>
    public const string ES256 = "ES256";

    /// <summary>ECDSA on P-384 with SHA-384.</summary>
    public const string ES384 = "ES384";

    /// <summary>ECDSA on P-521 with SHA-512.</summary>
    public const string ES512 = "ES512";

    internal static IReadOnlyList<string> All { get; } = [HS256, HS384, HS512, RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512];
}

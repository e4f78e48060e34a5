namespace StatefulScheduler.Tokens;

/// <summary>One key as a configuration says it: exactly one of <see cref="Secret"/>, <see cref="Pem"/> and <see cref="Jwk"/>.</summary>
public sealed class TokenKeyOptions
{
    /// <summary>Gets or sets the key's name.</summary>
    /// <value>The default is null: computed from the key.</value>
    public string? Id { get; set; }

    /// <summary>Gets or sets the algorithm, one of <see cref="TokenAlgorithms"/>.</summary>
    /// <value>The default is null: HS256 for a secret, what the key says for a JSON Web Key; for PEM it must be set.</value>
    public string? Algorithm { get; set; }

    /// <summary>Gets or sets a secret, which is used as its UTF-8 bytes. Keep it in the environment or a secret store, never in a file under version control.</summary>
    public string? Secret { get; set; }

    /// <summary>Gets or sets a private or public key in PEM.</summary>
    public string? Pem { get; set; }

    /// <summary>Gets or sets a JSON Web Key.</summary>
    public string? Jwk { get; set; }

    /// <summary>Gets or sets from when on the key signs; null: it always did.</summary>
    public DateTimeOffset? SignFrom { get; set; }

    /// <summary>Gets or sets until when the key signs; null: without end.</summary>
    public DateTimeOffset? SignUntil { get; set; }

    /// <summary>Gets or sets until when its tokens are accepted; null: as long as it is there.</summary>
    public DateTimeOffset? VerifyUntil { get; set; }

    internal KeyRingEntry ToEntry() => new(ToKey(), SignFrom, SignUntil, VerifyUntil);

    private TokenKey ToKey()
    {
        if (new[] { Secret, Pem, Jwk }.Count(text => !string.IsNullOrEmpty(text)) != 1)
            throw new ArgumentException("A key needs exactly one of Secret, Pem and Jwk.");
        if (!string.IsNullOrEmpty(Secret))
            return TokenKey.FromSecretText(Secret, Algorithm ?? TokenAlgorithms.HS256, Id);
        if (!string.IsNullOrEmpty(Pem))
            return TokenKey.FromPem(Pem, Algorithm ?? throw new ArgumentException("A key in PEM needs its Algorithm, such as ES256 or RS256."), Id);
        return Id is null ? TokenKey.FromJwk(Jwk!, Algorithm) : throw new ArgumentException("A JSON Web Key has its name inside (kid): leave Id out.");
    }
}

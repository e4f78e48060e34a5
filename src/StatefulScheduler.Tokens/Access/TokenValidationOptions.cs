namespace StatefulScheduler.Tokens;

/// <summary>Says which access tokens are accepted. What is not said is refused.</summary>
/// <remarks>A validator takes its options over when it is made; to change them afterwards changes nothing.</remarks>
public sealed class TokenValidationOptions
{
    /// <summary>Gets the issuers that are accepted, compared character by character.</summary>
    /// <value>Empty by default, which is refused unless <see cref="AllowAnyIssuer"/> says that it is meant.</value>
    public IList<string> ValidIssuers { get; } = [];

    /// <summary>Gets the audiences one of which a token must be for, compared character by character.</summary>
    /// <value>Empty by default, which is refused unless <see cref="AllowAnyAudience"/> says that it is meant.</value>
    public IList<string> ValidAudiences { get; } = [];

    /// <summary>Gets or sets whether the issuer does not matter.</summary>
    /// <value>The default is false.</value>
    public bool AllowAnyIssuer { get; set; }

    /// <summary>Gets or sets whether the audience does not matter.</summary>
    /// <value>The default is false.</value>
    public bool AllowAnyAudience { get; set; }

    /// <summary>Gets the algorithms that are accepted, beside that a key has only one.</summary>
    /// <value>Empty, the default, means those of the keys.</value>
    public IList<string> AllowedAlgorithms { get; } = [];

    /// <summary>Gets or sets the <c>typ</c> that a token must have, such as <c>at+jwt</c>; <c>application/</c> in front and case do not matter.</summary>
    /// <value>The default is null: any, or none.</value>
    public string? RequiredType { get; set; }

    /// <summary>Gets or sets by how much the clocks of machines may differ.</summary>
    /// <value>Zero to 10 minutes. The default is 30 seconds.</value>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets or sets whether a token must say when it expires.</summary>
    /// <value>The default is true.</value>
    public bool RequireExpiration { get; set; } = true;

    /// <summary>Gets or sets whether a token must say whose it is.</summary>
    /// <value>The default is true.</value>
    public bool RequireSubject { get; set; } = true;

    /// <summary>Gets or sets how long ago a token may have been issued, whatever its own expiry; it must then have an <c>iat</c>.</summary>
    /// <value>More than zero. The default is null: it does not matter.</value>
    public TimeSpan? MaxAge { get; set; }

    /// <summary>Gets or sets how many characters a token may have. A longer one is refused unread.</summary>
    /// <value>256 to 262,144. The default is 8,192.</value>
    public int MaxTokenLength { get; set; } = 8192;

    /// <summary>Gets or sets how deep arrays and objects may lie in each other.</summary>
    /// <value>1 to 64. The default is 16.</value>
    public int MaxDepth { get; set; } = 16;

    /// <summary>Gets or sets how many members the header, and the claims, may have.</summary>
    /// <value>8 to 128. The default is 64.</value>
    public int MaxClaims { get; set; } = 64;

    /// <summary>Accepts tokens of any issuer and for any audience: for a program that issues its own tokens and has its keys to itself.</summary>
    /// <returns>These options.</returns>
    public TokenValidationOptions AllowAnyIssuerAndAudience()
    {
        (AllowAnyIssuer, AllowAnyAudience) = (true, true);
        return this;
    }
}

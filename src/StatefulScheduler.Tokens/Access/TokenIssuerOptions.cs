namespace StatefulScheduler.Tokens;

/// <summary>Says what every token of an issuer has.</summary>
/// <remarks>An issuer takes its options over when it is made; to change them afterwards changes nothing.</remarks>
public sealed class TokenIssuerOptions
{
    /// <summary>Gets or sets who issues (<c>iss</c>).</summary>
    /// <value>The default is null: tokens do not say it.</value>
    public string? Issuer { get; set; }

    /// <summary>Gets whom tokens are for (<c>aud</c>), unless one says otherwise.</summary>
    /// <value>Empty by default: tokens do not say it.</value>
    public IList<string> Audiences { get; } = [];

    /// <summary>Gets or sets how long tokens live, unless one says otherwise.</summary>
    /// <value>1 second to <see cref="MaxLifetime"/>. The default is 30 minutes.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Gets or sets how long a token may live at most. So long after a key has signed its last token, the key can go.</summary>
    /// <value>1 second to 3,650 days. The default is 24 hours.</value>
    public TimeSpan MaxLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Gets or sets the type in the header (<c>typ</c>), such as <c>at+jwt</c> for access tokens after RFC 9068.</summary>
    /// <value>The default is <c>JWT</c>.</value>
    public string Type { get; set; } = "JWT";

    /// <summary>Gets or sets whether tokens have a name of their own (<c>jti</c>), without which one cannot be revoked alone.</summary>
    /// <value>The default is true.</value>
    public bool IncludeJwtId { get; set; } = true;

    // Further than this nobody means, and the calendar must not end meanwhile.
    internal static readonly TimeSpan LongestLifetime = TimeSpan.FromDays(3650);

    internal IEnumerable<(string Option, string Problem)> Breaches()
    {
        var second = TimeSpan.FromSeconds(1);
        if (MaxLifetime < second || MaxLifetime > LongestLifetime)
            yield return (nameof(MaxLifetime), $"is {MaxLifetime}, but must be 1 second to {LongestLifetime.Days} days.");
        if (Lifetime < second || Lifetime > MaxLifetime)
            yield return (nameof(Lifetime), $"is {Lifetime}, but must be 1 second to {nameof(MaxLifetime)} ({MaxLifetime}).");
        if (string.IsNullOrWhiteSpace(Type))
            yield return (nameof(Type), "is empty, but must be a type such as JWT or at+jwt.");
        if (Issuer is { Length: 0 } || Audiences.Any(string.IsNullOrEmpty))
            yield return (Issuer is { Length: 0 } ? nameof(Issuer) : nameof(Audiences), "is or has an empty text: leave it out.");
    }
}

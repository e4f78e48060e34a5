namespace StatefulScheduler.Tokens;

/// <summary>Says what one token has, beside what all tokens of its issuer have.</summary>
public sealed class TokenDescriptor
{
    /// <summary>Gets or sets whose token it is (<c>sub</c>).</summary>
    /// <value>The default is null: it does not say it, and most validators refuse it.</value>
    public string? Subject { get; set; }

    /// <summary>Gets what it allows (<c>scope</c>).</summary>
    public IList<string> Scopes { get; } = [];

    /// <summary>Gets further claims: texts, numbers, truth values, times (as seconds since 1970), lists and dictionaries of these, and JSON. Nobody encrypts a token: put nothing secret in it.</summary>
    public IDictionary<string, object?> Claims { get; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>Gets or sets how long it lives.</summary>
    /// <value>1 second to <see cref="TokenIssuerOptions.MaxLifetime"/>. The default is null: <see cref="TokenIssuerOptions.Lifetime"/>.</value>
    public TimeSpan? Lifetime { get; set; }

    /// <summary>Gets or sets whom it is for (<c>aud</c>).</summary>
    /// <value>The default is null: <see cref="TokenIssuerOptions.Audiences"/>.</value>
    public string? Audience { get; set; }
}

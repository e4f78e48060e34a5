namespace StatefulScheduler.Tokens;

/// <summary>Says how long refresh tokens live, and how often one may be used.</summary>
/// <remarks>A service takes its options over when it is made; to change them afterwards changes nothing.</remarks>
public sealed class RefreshTokenOptions
{
    /// <summary>Gets or sets how long a refresh token lives when nobody uses it. Each use begins anew, with a new token.</summary>
    /// <value>1 second to 3,650 days. The default is 14 days.</value>
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Gets or sets how long a family of tokens lives, from the login on, however often it is used.</summary>
    /// <value>1 second to 3,650 days. The default is 90 days; null: without end.</value>
    public TimeSpan? AbsoluteLifetime { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Gets or sets how long after its use a token may be used again, because the answer was lost on its way. After that, a second use is taken for a theft.</summary>
    /// <value>Zero to 5 minutes. The default is 10 seconds.</value>
    public TimeSpan ReuseLeeway { get; set; } = TimeSpan.FromSeconds(10);

    internal IEnumerable<(string Option, string Problem)> Breaches()
    {
        var (second, longest) = (TimeSpan.FromSeconds(1), TokenIssuerOptions.LongestLifetime);
        if (Lifetime < second || Lifetime > longest)
            yield return (nameof(Lifetime), $"is {Lifetime}, but must be 1 second to {longest.Days} days.");
        if (AbsoluteLifetime < second || AbsoluteLifetime > longest)
            yield return (nameof(AbsoluteLifetime), $"is {AbsoluteLifetime}, but must be 1 second to {longest.Days} days; null for no end.");
        if (ReuseLeeway < TimeSpan.Zero || ReuseLeeway > TimeSpan.FromMinutes(5))
            yield return (nameof(ReuseLeeway), $"is {ReuseLeeway}, but must be zero to 5 minutes: as long as that, a stolen token can be used beside the right one.");
    }
}

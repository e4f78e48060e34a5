using Microsoft.Extensions.Options;

namespace StatefulScheduler.Tokens;

// Who issues tokens and says nothing of which to accept, accepts those: from its issuer, for its audiences. Who says neither is asked to say that it does not matter.
internal sealed class OwnTokens(IOptions<TokenIssuerOptions> issuer) : IPostConfigureOptions<TokenValidationOptions>
{
    public void PostConfigure(string? name, TokenValidationOptions options)
    {
        if (options.ValidIssuers.Count == 0 && !options.AllowAnyIssuer && issuer.Value.Issuer is { } own)
            options.ValidIssuers.Add(own);
        if (options.ValidAudiences.Count > 0 || options.AllowAnyAudience)
            return;
        foreach (var audience in issuer.Value.Audiences)
            options.ValidAudiences.Add(audience);
    }
}

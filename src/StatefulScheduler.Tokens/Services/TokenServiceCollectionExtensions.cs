using Microsoft.Extensions.DependencyInjection;

namespace StatefulScheduler.Tokens;

/// <summary>Adds tokens and password hashing to an application's services.</summary>
public static class TokenServiceCollectionExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>
        /// Adds <see cref="IAccessTokenIssuer"/> and <see cref="IAccessTokenValidator"/>, with the keys of <see cref="KeyRingOptions"/> and of
        /// <see cref="TokensBuilder.AddKey(TokenKey)"/>. All options are checked when the host starts: without a good key it does not. The keys follow their configuration when it changes.
        /// </summary>
        /// <param name="issuer">Sets what every token has; left out: nothing.</param>
        /// <param name="validation">Sets which tokens are accepted; left out: those of the issuer and audiences that the issuer's options say.</param>
        /// <returns>The builder, for keys, refresh tokens, revocation and passwords.</returns>
        public TokensBuilder AddStatefulTokens(Action<TokenIssuerOptions>? issuer = null, Action<TokenValidationOptions>? validation = null)
        {
            ArgumentNullException.ThrowIfNull(services);
            return new TokensBuilder(services).AddAccessTokens(issuer, validation);
        }

        /// <summary>Adds <see cref="IPasswordHashContext"/> alone, without tokens.</summary>
        /// <param name="configure">Sets the options; left out: bcrypt with cost 12.</param>
        /// <returns>The services.</returns>
        public IServiceCollection AddPasswordHashing(Action<PasswordHashOptions>? configure = null)
        {
            ArgumentNullException.ThrowIfNull(services);
            new TokensBuilder(services).AddPasswordHashing(configure);
            return services;
        }
    }
}

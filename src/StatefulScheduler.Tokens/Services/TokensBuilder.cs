using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace StatefulScheduler.Tokens;

/// <summary>Adds what belongs to tokens to an application's services.</summary>
public sealed class TokensBuilder
{
    internal TokensBuilder(IServiceCollection services)
    {
        Services = services;
        services.TryAddSingleton(TimeProvider.System);
    }

    /// <summary>Gets the services.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Adds a key that has no times.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The builder.</returns>
    public TokensBuilder AddKey(TokenKey key) => AddKey(new KeyRingEntry(key));

    /// <summary>Adds a key.</summary>
    /// <param name="entry">The key and when it is used.</param>
    /// <returns>The builder.</returns>
    public TokensBuilder AddKey(KeyRingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Services.AddSingleton(entry);
        return this;
    }

    /// <summary>Sets keys by options, beside those of <see cref="AddKey(TokenKey)"/>.</summary>
    /// <param name="configure">Sets them.</param>
    /// <returns>The builder.</returns>
    public TokensBuilder ConfigureKeys(Action<KeyRingOptions> configure)
    {
        Services.Configure(configure);
        return this;
    }

    /// <summary>Takes the keys from a source of your own, in place of all others.</summary>
    /// <typeparam name="TSource">The source.</typeparam>
    /// <returns>The builder.</returns>
    public TokensBuilder UseKeyRing<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSource>()
        where TSource : class, IKeyRingSource
    {
        Services.RemoveAll<IValidateOptions<KeyRingOptions>>();
        Services.Replace(ServiceDescriptor.Singleton<IKeyRingSource, TSource>());
        return this;
    }

    /// <summary>Adds <see cref="IRefreshTokenService"/>.</summary>
    /// <typeparam name="TStore">Where refresh tokens are kept, such as <see cref="InMemoryRefreshTokenStore"/>.</typeparam>
    /// <param name="configure">Sets how long they live; left out: the defaults.</param>
    /// <returns>The builder.</returns>
    public TokensBuilder AddRefreshTokens<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>(Action<RefreshTokenOptions>? configure = null)
        where TStore : class, IRefreshTokenStore
    {
        AddOptions<RefreshTokenOptions>(options => options.Breaches(), configure);
        Services.TryAddSingleton<IRefreshTokenStore, TStore>();
        Services.TryAddSingleton<IRefreshTokenService>(provider => new RefreshTokenService(
            provider.GetRequiredService<IRefreshTokenStore>(), provider.GetRequiredService<IOptions<RefreshTokenOptions>>().Value, provider.GetRequiredService<TimeProvider>(), Logger(provider)));
        return this;
    }

    /// <summary>Lets <see cref="IAccessTokenValidator"/> ask whether a token was revoked.</summary>
    /// <typeparam name="TStore">Where revocations are kept, such as <see cref="InMemoryTokenRevocationStore"/>.</typeparam>
    /// <returns>The builder.</returns>
    public TokensBuilder AddRevocation<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TStore>()
        where TStore : class, ITokenRevocationStore
    {
        Services.TryAddSingleton<ITokenRevocationStore, TStore>();
        return this;
    }

    /// <summary>Adds <see cref="IPasswordHashContext"/>.</summary>
    /// <param name="configure">Sets the options; left out: bcrypt with cost 12.</param>
    /// <returns>The builder.</returns>
    public TokensBuilder AddPasswordHashing(Action<PasswordHashOptions>? configure = null)
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PasswordHashOptions>, PasswordHashOptionsValidator>());
        Services.AddOptionsWithValidateOnStart<PasswordHashOptions>();
        if (configure is not null)
            Services.Configure(configure);
        Services.TryAddSingleton<IPasswordHashContext>(provider => new PasswordHashContext(
            provider.GetRequiredService<IOptions<PasswordHashOptions>>().Value, provider.GetServices<IPasswordScheme>(), Logger(provider)));
        return this;
    }

    internal TokensBuilder AddAccessTokens(Action<TokenIssuerOptions>? issuer, Action<TokenValidationOptions>? validation)
    {
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeyRingOptions>, KeyRingOptionsValidator>());
        Services.AddOptionsWithValidateOnStart<KeyRingOptions>();
        AddOptions<TokenIssuerOptions>(options => options.Breaches(), issuer);
        AddOptions(TokenValidationOptionsRules.BreachesOf, validation);
        Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<TokenValidationOptions>, OwnTokens>());
        Services.TryAddSingleton<IKeyRingSource, OptionsKeyRingSource>();
        Services.TryAddSingleton<IAccessTokenIssuer>(provider => new AccessTokenIssuer(
            provider.GetRequiredService<IOptions<TokenIssuerOptions>>().Value, provider.GetRequiredService<IKeyRingSource>(), provider.GetRequiredService<TimeProvider>()));
        Services.TryAddSingleton<IAccessTokenValidator>(provider => new AccessTokenValidator(
            provider.GetRequiredService<IOptions<TokenValidationOptions>>().Value, provider.GetRequiredService<IKeyRingSource>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ITokenRevocationStore>(), Logger(provider)));
        return this;
    }

    private void AddOptions<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] TOptions>(Func<TOptions, IEnumerable<(string Option, string Problem)>> rules, Action<TOptions>? configure)
        where TOptions : class
    {
        if (Services.All(service => service.ImplementationInstance is not RulesValidator<TOptions>))
            Services.AddSingleton<IValidateOptions<TOptions>>(new RulesValidator<TOptions>(rules));
        Services.AddOptionsWithValidateOnStart<TOptions>();
        if (configure is not null)
            Services.Configure(configure);
    }

    private static ILogger? Logger(IServiceProvider provider) => provider.GetService<ILoggerFactory>()?.CreateLogger(TokensLog.Category);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace StatefulScheduler.Tokens;

/// <summary>Says whether an access token is accepted, and what it says.</summary>
/// <remarks>
/// Thread-safe; one is enough for a program. It reads nothing but the token and the ring: no addresses, no keys inside tokens. A refusal is a value, never an
/// exception, and is logged without anything of the token.
/// </remarks>
public sealed class AccessTokenValidator : IAccessTokenValidator
{
    private readonly TokenRules rules;
    private readonly TokenGate gate;
    private readonly IKeyRingSource keys;
    private readonly TimeProvider time;
    private readonly ITokenRevocationStore? revocations;
    private readonly ILogger logger;

    /// <summary>Creates a validator.</summary>
    /// <param name="options">Which tokens are accepted.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <param name="revocations">Which tokens were revoked; left out: none.</param>
    /// <param name="logger">Where refusals are told; left out: nowhere.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the text says every reason.</exception>
    public AccessTokenValidator(
        TokenValidationOptions options, IKeyRingSource keys, TimeProvider? time = null, ITokenRevocationStore? revocations = null, ILogger? logger = null)
        : this(new TokenRules(Given(options), nameof(options)), keys, namesMatter: true)
    {
        this.time = time ?? TimeProvider.System;
        this.revocations = revocations;
        this.logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Creates a validator with keys that stay as they are.</summary>
    /// <param name="options">Which tokens are accepted.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="time">The clock; left out: the system's.</param>
    /// <exception cref="ArgumentException">The options cannot be used; the text says every reason.</exception>
    public AccessTokenValidator(TokenValidationOptions options, KeyRing keys, TimeProvider? time = null)
        : this(options, new KeyRingSource(keys), time)
    {
    }

    internal AccessTokenValidator(TokenRules rules, IKeyRingSource keys, bool namesMatter, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        (this.rules, this.keys, gate) = (rules, keys, new(rules, namesMatter));
        (this.time, logger) = (time ?? TimeProvider.System, NullLogger.Instance);
    }

    /// <inheritdoc/>
    public TokenValidationResult Validate(string? token) =>
        revocations is null
            ? Tell(Judge(token))
            : throw new InvalidOperationException("There is a revocation store, which has to be awaited: call ValidateAsync, or revoked tokens would be accepted.");

    /// <inheritdoc/>
    public async ValueTask<TokenValidationResult> ValidateAsync(string? token, CancellationToken cancellationToken = default)
    {
        var result = Judge(token);
        if (revocations is not null && result.Claims is { } claims
            && await revocations.IsRevokedAsync(claims.JwtId, claims.Subject, claims.IssuedAt, cancellationToken).ConfigureAwait(false))
            result = new(TokenError.Revoked);
        return Tell(result);
    }

    private static TokenValidationOptions Given(TokenValidationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options;
    }

    // Of a token whose signature is wrong nothing else is said.
    private TokenValidationResult Judge(string? token)
    {
        if (token is null)
            return new(TokenError.Malformed);
        var now = time.GetUtcNow();
        var error = gate.Open(token, keys.Current, now, out var key, out var payload);
        if (error != TokenError.None)
            return new(error);
        if (payload.Error == TokenError.InvalidClaim)
            return new(SignatureCheck.IsRightOverText(token, key!) ? payload.Error : TokenError.SignatureInvalid);
        if (!SignatureCheck.IsRight(token, key!, logger))
            return new(TokenError.SignatureInvalid);

        gate.Remember(token);
        error = payload.Error != TokenError.None ? payload.Error : rules.Judge(payload, now);
        return error == TokenError.None ? new(new TokenClaims(payload)) : new(error);
    }

    private TokenValidationResult Tell(TokenValidationResult result)
    {
        if (!result.IsValid)
            Log.TokenRefused(logger, result.Error);
        return result;
    }
}

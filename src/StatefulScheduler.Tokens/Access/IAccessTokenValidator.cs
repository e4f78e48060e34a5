namespace StatefulScheduler.Tokens;

/// <summary>Says whether an access token is accepted, and what it says. Thread-safe.</summary>
public interface IAccessTokenValidator
{
    /// <summary>Validates a token, its revocation apart.</summary>
    /// <param name="token">The token; any text, null too. No text makes this throw.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="InvalidOperationException">There is a revocation store, which only <see cref="ValidateAsync"/> asks.</exception>
    TokenValidationResult Validate(string? token);

    /// <summary>Validates a token, and asks the revocation store if there is one.</summary>
    /// <param name="token">The token; any text, null too. No text makes this throw.</param>
    /// <param name="cancellationToken">Ends the question to the store.</param>
    /// <returns>What came of it.</returns>
    ValueTask<TokenValidationResult> ValidateAsync(string? token, CancellationToken cancellationToken = default);
}

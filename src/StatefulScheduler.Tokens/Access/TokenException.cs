namespace StatefulScheduler.Tokens;

/// <summary>A token is not accepted. Thrown by <see cref="Jwt"/>; <see cref="AccessTokenValidator"/> returns a <see cref="TokenValidationResult"/> instead.</summary>
public sealed class TokenException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="error">Why.</param>
    public TokenException(TokenError error)
        : base($"The token is not accepted: {Describe(error)}") =>
        Error = error;

    /// <summary>Gets why.</summary>
    public TokenError Error { get; }

    // Nothing of the token: not even a part of it belongs into a log.
    private static string Describe(TokenError error) => error switch
    {
        TokenError.TooLarge => "it is too large.",
        TokenError.Malformed => "it is not three parts of base64url with a JSON object in each of the first two.",
        TokenError.AlgorithmNotAllowed => "its algorithm is not one that is allowed.",
        TokenError.KeyNotFound => "there is no key of the name that it gives.",
        TokenError.SignatureInvalid => "its signature is wrong, or by another key.",
        TokenError.CriticalNotSupported => "it asks for an extension, and none is supported.",
        TokenError.WrongType => "it is a token of another type.",
        TokenError.DuplicateMember => "it has a name twice.",
        TokenError.MissingClaim => "a claim is missing.",
        TokenError.InvalidClaim => "a claim has the wrong type.",
        TokenError.Expired => "its time is over.",
        TokenError.NotYetValid => "its time has not come.",
        TokenError.InvalidIssuer => "it is of another issuer.",
        TokenError.InvalidAudience => "it is for another audience.",
        TokenError.TooOld => "it was issued too long ago.",
        TokenError.Revoked => "it was revoked.",
        _ => $"{error}.",
    };
}

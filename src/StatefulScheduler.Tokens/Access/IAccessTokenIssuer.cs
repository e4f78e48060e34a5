namespace StatefulScheduler.Tokens;

/// <summary>Issues access tokens, signed with the key that is due. Thread-safe.</summary>
public interface IAccessTokenIssuer
{
    /// <summary>Issues a token.</summary>
    /// <param name="descriptor">What it has.</param>
    /// <returns>The token.</returns>
    /// <exception cref="ArgumentException">A claim cannot be written, or is one that the issuer writes itself, or the lifetime is out of its range.</exception>
    /// <exception cref="InvalidOperationException">No key of the ring signs now.</exception>
    AccessToken Issue(TokenDescriptor descriptor);

    /// <summary>Issues a token for a subject.</summary>
    /// <param name="subject">Whose token it is.</param>
    /// <param name="scopes">What it allows.</param>
    /// <returns>The token.</returns>
    /// <exception cref="InvalidOperationException">No key of the ring signs now.</exception>
    AccessToken Issue(string subject, params IEnumerable<string> scopes);
}

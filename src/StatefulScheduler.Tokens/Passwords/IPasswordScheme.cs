namespace StatefulScheduler.Tokens;

/// <summary>One way to hash passwords. Implement it to add another one to a <see cref="PasswordHashContext"/>.</summary>
/// <remarks>Called by several threads at once. Passwords come as UTF-8 bytes that are cleared after the call; keep none of them.</remarks>
public interface IPasswordScheme
{
    /// <summary>Gets the name, by which options choose the scheme.</summary>
    string Name { get; }

    /// <summary>Says whether a stored hash is one of this scheme's, by its form.</summary>
    /// <param name="hash">The stored hash; any text.</param>
    /// <returns>Whether it is. It may still be malformed.</returns>
    bool Identify(ReadOnlySpan<char> hash);

    /// <summary>Says why a password may not be hashed with this scheme.</summary>
    /// <param name="password">The password, in UTF-8.</param>
    /// <returns>The reason, or <see cref="PasswordRefusal.None"/>, the default.</returns>
    PasswordRefusal Check(ReadOnlySpan<byte> password) => PasswordRefusal.None;

    /// <summary>Hashes a password with a new salt.</summary>
    /// <param name="password">The password, in UTF-8.</param>
    /// <returns>The hash, with everything that verifying needs.</returns>
    /// <exception cref="NotSupportedException">The scheme only reads old hashes.</exception>
    string Hash(ReadOnlySpan<byte> password);

    /// <summary>Says whether a password is the one that was hashed. In a time that does not tell how nearly it is.</summary>
    /// <param name="password">The password, in UTF-8.</param>
    /// <param name="hash">The stored hash; any text.</param>
    /// <returns>Whether it is. False for a malformed hash: this method does not throw.</returns>
    bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash);

    /// <summary>Says whether a stored hash is weaker or stronger than what is asked for today.</summary>
    /// <param name="hash">The stored hash; any text.</param>
    /// <returns>Whether the password should be hashed again at its next use.</returns>
    bool NeedsRehash(ReadOnlySpan<char> hash);
}

// A scheme that can write a hash which no password matches, without hashing: what a user who does not exist is verified against.
internal interface IDecoyScheme
{
    string Decoy();
}

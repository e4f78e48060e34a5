namespace StatefulScheduler.Tokens;

/// <summary>Hashes passwords and verifies them, with several schemes at once, so that old hashes go on working while they are replaced.</summary>
/// <remarks>Thread-safe. No method puts a password or a hash into an exception or a log.</remarks>
public interface IPasswordHashContext
{
    /// <summary>Gets the scheme that new passwords are hashed with.</summary>
    string DefaultScheme { get; }

    /// <summary>Says whether a new password can be hashed, at no cost. For the form where it is chosen.</summary>
    /// <param name="password">The password.</param>
    /// <returns>Why not, or <see cref="PasswordRefusal.None"/>.</returns>
    PasswordRefusal Check(string password);

    /// <summary>Hashes a new password with the default scheme and a new salt. Takes a good part of a second, on purpose.</summary>
    /// <param name="password">The password.</param>
    /// <returns>The hash to store.</returns>
    /// <exception cref="PasswordRefusedException">The password cannot be hashed; <see cref="Check"/> says why.</exception>
    string Hash(string password);

    /// <summary>Verifies a password.</summary>
    /// <param name="password">The password that somebody typed.</param>
    /// <param name="hash">The stored hash, or null when there is none: then as much time passes as if there were one.</param>
    /// <returns>Whether the password is the one that was hashed. False for a hash that is malformed, of no known scheme or too expensive.</returns>
    bool Verify(string password, string? hash);

    /// <summary>Verifies a password, and hashes it anew when the stored hash is to be replaced.</summary>
    /// <param name="password">The password that somebody typed.</param>
    /// <param name="hash">The stored hash, or null when there is none.</param>
    /// <param name="newHash">The hash to store instead; null when the stored one is good, or the password wrong or not hashable today.</param>
    /// <returns>Whether the password is the one that was hashed.</returns>
    bool VerifyAndUpdate(string password, string? hash, out string? newHash);

    /// <summary>Says whether a stored hash is to be replaced: its scheme is deprecated, or its cost out of the band that the options ask for.</summary>
    /// <param name="hash">The stored hash.</param>
    /// <returns>Whether it is. False for a hash of no known scheme.</returns>
    bool NeedsRehash(string? hash);

    /// <summary>Names the scheme of a stored hash.</summary>
    /// <param name="hash">The stored hash.</param>
    /// <returns>The name; null when it is none of the context's schemes.</returns>
    string? Identify(string? hash);

    /// <summary>Takes as much time as <see cref="Verify"/> does. For a login of a user who does not exist, so that the time does not tell.</summary>
    void DummyVerify();

    /// <summary>Hashes a new password without holding up the caller's thread.</summary>
    /// <param name="password">The password.</param>
    /// <param name="cancellationToken">Ends the wait for a turn; a hash that has begun is finished.</param>
    /// <returns>The hash to store.</returns>
    /// <exception cref="PasswordRefusedException">The password cannot be hashed; <see cref="Check"/> says why.</exception>
    ValueTask<string> HashAsync(string password, CancellationToken cancellationToken = default);

    /// <summary>Verifies a password, and hashes it anew when the stored hash is to be replaced, without holding up the caller's thread.</summary>
    /// <param name="password">The password that somebody typed.</param>
    /// <param name="hash">The stored hash, or null when there is none: then as much time passes as if there were one.</param>
    /// <param name="cancellationToken">Ends the wait for a turn; a hash that has begun is finished.</param>
    /// <returns>Whether the password is right, and the hash to store instead, if any.</returns>
    ValueTask<PasswordVerification> VerifyAndUpdateAsync(string password, string? hash, CancellationToken cancellationToken = default);
}

namespace StatefulScheduler.Tokens;

/// <summary>What came of a password.</summary>
/// <param name="IsValid">Whether it is the one that was hashed.</param>
/// <param name="NewHash">The hash to store instead of the old one; null when there is nothing to store.</param>
public readonly record struct PasswordVerification(bool IsValid, string? NewHash)
{
    // The default of a record shows every member.
    /// <summary>Says whether the password is valid, and not the hash.</summary>
    /// <returns>A text for people.</returns>
    public override string ToString() => $"{(IsValid ? "valid" : "invalid")}{(NewHash is null ? "" : ", with a new hash")}";
}

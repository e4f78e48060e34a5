namespace StatefulScheduler.Tokens;

/// <summary>A new password cannot be hashed as it is. <see cref="IPasswordHashContext.Check"/> says so without an exception.</summary>
public sealed class PasswordRefusedException : ArgumentException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="refusal">Why.</param>
    /// <param name="scheme">The scheme that the password was to be hashed with.</param>
    public PasswordRefusedException(PasswordRefusal refusal, string scheme)
        : base(Describe(refusal, scheme)) =>
        Refusal = refusal;

    /// <summary>Gets the reason.</summary>
    public PasswordRefusal Refusal { get; }

    // Says nothing of the password, its length included.
    private static string Describe(PasswordRefusal refusal, string scheme) => refusal switch
    {
        PasswordRefusal.TooLong => $"The password is longer than {scheme} can hash. Ask for a shorter one, or use a scheme without a limit, such as {PasswordSchemes.BcryptSha256}.",
        PasswordRefusal.ContainsNul => $"The password contains a NUL character, which {scheme} does not hash. Ask for another one.",
        PasswordRefusal.NotUnicode => "The password is not valid Unicode. Ask for another one.",
        _ => $"The password cannot be hashed with {scheme}: {refusal}.",
    };
}

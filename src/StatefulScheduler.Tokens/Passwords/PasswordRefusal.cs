namespace StatefulScheduler.Tokens;

/// <summary>Why a new password is not hashed.</summary>
public enum PasswordRefusal
{
    /// <summary>It may be hashed.</summary>
    None = 0,

    /// <summary>It has more bytes of UTF-8 than the scheme can see, or than <see cref="PasswordHashOptions.MaxPasswordBytes"/>.</summary>
    TooLong = 1,

    /// <summary>It contains a NUL character, at which some programs that verify bcrypt hashes stop reading.</summary>
    ContainsNul = 2,

    /// <summary>It is not Unicode: it has half of a surrogate pair, so that it has no bytes of UTF-8.</summary>
    NotUnicode = 3,
}

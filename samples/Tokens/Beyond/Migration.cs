using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Beyond;

// Hashes of other systems, replaced as their users log in.
internal static class Migration
{
    public static void Replace()
    {
        // <migrate>
        var passwords = PasswordHashContext.Create(PasswordSchemes.Bcrypt, PasswordSchemes.AspNetIdentity, PasswordSchemes.DjangoPbkdf2Sha256);
        var stored = "pbkdf2_sha256$1000$OpXzrmKqULp9$wji/mySvLn3mxGFyh0YXnEQ0F5SrFPEmgbd1bXyfczE="; // Of Django.

        if (passwords.VerifyAndUpdate("correct horse battery staple", stored, out var newHash) && newHash is not null)
            stored = newHash; // And into the database with it.
        Console.WriteLine($"{passwords.Identify(stored)}, to be replaced: {passwords.NeedsRehash(stored)}");
        // </migrate>
        Check.That(passwords.Verify("correct horse battery staple", stored) && passwords.Identify(stored) == "bcrypt", "The new hash is of the same password.");
    }
}

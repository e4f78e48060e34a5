using StatefulScheduler.Tokens;
using Tokens.Stage;

namespace Tokens.Article;

internal static class Passwords
{
    public static void Hash()
    {
        // <hash>
        // pwd_context = CryptContext(schemes=["bcrypt"], deprecated="auto")
        var passwords = PasswordHashContext.Create(PasswordSchemes.Bcrypt);

        var hash = passwords.Hash("123456"); // pwd_context.hash("123456")
        Console.WriteLine($"{hash[..7]}… of {hash.Length} characters");
        Console.WriteLine(passwords.Verify("123456", hash)); // pwd_context.verify("123456", hash)
        Console.WriteLine(passwords.Verify("12345", hash));

        // A hash that Python made is as good.
        Console.WriteLine(passwords.Verify("123456", "$2b$12$Qm6i.pPxCM/Kc672T0GJZOr6Wnq2YkjZm.UMk1O9abq.8fx3fas52"));
        // </hash>
        Check.That(hash.StartsWith("$2b$12$", StringComparison.Ordinal) && hash != passwords.Hash("123456"), "Two hashes of one password differ.");
        Check.That(passwords.Verify("123456", hash) && !passwords.Verify("12345", hash), "The right password is verified, and the wrong one is not.");
    }
}

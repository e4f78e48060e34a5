namespace StatefulScheduler.Tokens.Tests;

// Options whose hashes take a moment.
internal static class Cheap
{
    public static PasswordHashOptions Options(params string[] schemes)
    {
        var options = new PasswordHashOptions();
        foreach (var scheme in schemes)
            options.Schemes.Add(scheme);
        options.Bcrypt.AllowWeakCost = options.Pbkdf2Sha256.AllowWeakCost = options.Pbkdf2Sha512.AllowWeakCost = true;
        options.Bcrypt.Cost = 4;
        options.Pbkdf2Sha256.Iterations = options.Pbkdf2Sha512.Iterations = 10;
        return options;
    }

    public static PasswordHashContext Context(params string[] schemes) => new(Options(schemes));
}

using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// bcrypt alone, asked with bytes: many of the passwords are no text.
internal static class BcryptVectors
{
    private static readonly IPasswordScheme Bcrypt = PasswordSchemes.Create(PasswordSchemes.Bcrypt);

    public static ValueTask<Verdict> JudgeAsync(Vector vector)
    {
        var matches = Bcrypt.Verify(Convert.FromHexString(vector.Text("passwordHex")), vector.Text("hash"));
        return new(vector.Text("expect") switch
        {
            "acceptable" => Verdict.Passed.Mapped(TokensRules.Preferred),
            "match" => Verdict.Compare("match", matches ? "match" : "mismatch"),
            var refused => matches ? Verdict.Failed(refused, "match") : Verdict.Passed,
        });
    }
}

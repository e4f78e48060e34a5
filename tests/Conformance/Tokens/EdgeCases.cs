using StatefulScheduler.Tokens;

namespace StatefulScheduler.Conformance.Tokens;

// Edge cases of passlib's bcrypt, by the name of what was tried; a result or an error was recorded.
internal static class EdgeCases
{
    private static readonly PasswordHashContext Bcrypt = Context(LongPasswordRule.Reject);
    private static readonly PasswordHashContext Truncating = Context(LongPasswordRule.Truncate);

    private static readonly Dictionary<string, Func<Verdict>> Judges = new()
    {
        ["hash NUL"] = () => Compare(PasswordRefusal.ContainsNul, "a\0b"),
        ["verify NUL"] = () => Verdict.Compare("False", $"{Bcrypt.Verify("a\0b", Bcrypt.Hash("a"))}").Mapped(TokensRules.NulIsWrong),
        ["hash 73 bytes"] = () => Compare(PasswordRefusal.TooLong, new('x', 73)).And(() => Verdict.Compare("$2b$", Truncating.Hash(new('x', 73))[..4])).Mapped(TokensRules.LongIsRefused),
        ["verify 73 vs 72"] = () => Verdict.Compare("True", $"{Bcrypt.Verify(new('x', 73), Bcrypt.Hash(new('x', 72)))}"),
        ["hash None"] = () => Refuses<ArgumentNullException>(() => Bcrypt.Hash(null!)),
        ["verify None hash"] = () => Verdict.Compare("False", $"{Bcrypt.Verify("secret", null)}"),
        ["hash 5000 chars"] = () => Compare(PasswordRefusal.TooLong, new('x', 5000)),
        ["truncate_error"] = () => Compare(PasswordRefusal.TooLong, new('x', 73)),
        ["dummy_verify"] = () =>
        {
            Bcrypt.DummyVerify();
            return Verdict.Compare("False", $"{Bcrypt.Verify("", null)}");
        },
        ["hash empty"] = () => Verdict.Compare("$2b$ True", $"{Bcrypt.Hash("")[..4]} {Bcrypt.Verify("", Bcrypt.Hash(""))}"),
        ["rounds below"] = () => Refuses<ArgumentException>(() => WithCost(3)).Mapped(TokensRules.CostIsRefused),
        ["rounds above"] = () => Refuses<ArgumentException>(() => WithCost(32)).Mapped(TokensRules.CostIsRefused),
        ["unknown scheme"] = () => Refuses<ArgumentException>(() => PasswordHashContext.Create("nope")),
    };

    public static Verdict Judge(Vector vector) =>
        Judges.TryGetValue(vector.Text("op"), out var judge) ? judge() : Verdict.Failed("a judge of this edge case", $"none for '{vector.Text("op")}'");

    private static Verdict Compare(PasswordRefusal expected, string password)
    {
        try
        {
            Bcrypt.Hash(password);
            return Verdict.Failed($"{expected}", "a hash");
        }
        catch (PasswordRefusedException refused)
        {
            return Verdict.Compare($"{expected} {expected}", $"{refused.Refusal} {Bcrypt.Check(password)}");
        }
    }

    private static Verdict Refuses<T>(Action call)
        where T : Exception
    {
        try
        {
            call();
            return Verdict.Failed(typeof(T).Name, "nothing thrown");
        }
        catch (T)
        {
            return Verdict.Passed;
        }
    }

    private static void WithCost(int cost)
    {
        var options = new PasswordHashOptions();
        (options.Bcrypt.Cost, options.Bcrypt.AllowWeakCost) = (cost, true);
        new PasswordHashContext(options).Dispose();
    }

    private static PasswordHashContext Context(LongPasswordRule rule)
    {
        var options = new PasswordHashOptions();
        (options.Bcrypt.Cost, options.Bcrypt.AllowWeakCost, options.Bcrypt.LongPassword) = (4, true, rule);
        return new(options);
    }
}

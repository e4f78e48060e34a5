using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace StatefulScheduler.Tokens.Tests.Passwords;

public class PasswordHashProperties
{
    private static readonly string[] Valid =
    [
        "$2b$04$PC.cYMu8wWQbm8Q.yQYb5umsUY7D0epq2NucuMm4JY3J5JVnT.ePy",
        "$bcrypt-sha256$v=2,t=2b,r=4$opaikq5MyYG1dvTDex9jdO$vv4JOY93AcvjczSVBCeAIzyENIX7QNm",
        "$pbkdf2-sha512$1000$lHKu1Roj5DznPOdcS.m9tw$DR0UE2lJyMCQ7gmYRA7c3uj5ZB7FV.Ss/TFx3z1yi1nVV/pyhmQ2EQthH8.KY.yuAt9dhZVNRP0NcBH5fOXYVg",
        "pbkdf2_sha256$1000$OpXzrmKqULp9$wji/mySvLn3mxGFyh0YXnEQ0F5SrFPEmgbd1bXyfczE=",
        "AQAAAAIAAAPoAAAAEHPCCBuMOPlWkaYj9gGbB+qc9hNxHOBQFUWlooQ3/LUEbOff706DLEUs4lmSp2GJSA==",
    ];

    private static readonly PasswordHashContext All = AllSchemes();

    [Fact]
    public void No_text_makes_verifying_throw_or_match() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => !All.Verify("s3cret-of-nobody", text) && !All.VerifyAndUpdate("s3cret-of-nobody", text, out _))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_stored_hash_that_was_changed_makes_nothing_throw_and_matches_nothing() =>
        Prop.ForAll(Changed().ToArbitrary(), text => !All.Verify("s3cret-of-nobody", text)).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));

    [Fact]
    public void What_is_hashed_is_verified_and_what_differs_is_not() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), ArbMap.Default.ArbFor<string>(), (one, other) =>
        {
            if (one is null || other is null || All.Check(one) != PasswordRefusal.None || All.Check(other) != PasswordRefusal.None)
                return true;
            var hash = All.Hash(one);
            return All.Verify(one, hash) && All.Verify(other, hash) == (one == other);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    private static Gen<string> Changed() =>
        from hash in Gen.Elements(Valid)
        from at in Gen.Choose(0, hash.Length - 1)
        from what in Gen.Elements("", "$", "0", "é", "=", " ", "9999999999", "\0", "-1")
        from cut in Gen.Choose(0, 2)
        select new StringBuilder(hash).Remove(at, Math.Min(cut, hash.Length - at)).Insert(at, what).ToString();

    private static PasswordHashContext AllSchemes()
    {
        var options = Cheap.Options([.. PasswordSchemes.All]);
        (options.Bcrypt.MaxVerifyCost, options.Pbkdf2Sha512.MaxVerifyIterations, options.Pbkdf2Sha256.MaxVerifyIterations) = (6, 20_000, 20_000);
        return new(options);
    }
}

namespace StatefulScheduler.Tokens.Tests.Passwords;

public class PasswordHashOptionsTests
{
    public static TheoryData<string, Action<PasswordHashOptions>> Wrong => new()
    {
        { "Schemes names 'nope', which is not a scheme", options => options.Schemes.Add("nope") },
        { "Schemes names a scheme twice", options => options.Schemes.Add("bcrypt") },
        { "Default is 'pbkdf2_sha512', but must be one of Schemes (bcrypt)", options => options.Default = "pbkdf2_sha512" },
        { "Default is 'aspnet_identity', which only verifies", options => { options.Schemes.Add("aspnet_identity"); options.Default = "aspnet_identity"; } },
        { "Deprecated names 'bcrypt', which new passwords are hashed with", options => options.Deprecated = ["bcrypt"] },
        { "Deprecated names 'nope', which is none of Schemes", options => options.Deprecated = ["nope"] },
        { "MaxPasswordBytes is 71", options => options.MaxPasswordBytes = 71 },
        { "MaxConcurrentHashes is 0", options => options.MaxConcurrentHashes = 0 },
        { "Bcrypt.Cost is 9, but must be 10 to 31", options => options.Bcrypt.Cost = 9 },
        { "Bcrypt.Cost is 32", options => options.Bcrypt.Cost = 32 },
        { "Bcrypt.MinCost is 13", options => options.Bcrypt.MinCost = 13 },
        { "Bcrypt.MaxCost is 11", options => options.Bcrypt.MaxCost = 11 },
        { "Bcrypt.MaxVerifyCost is 11", options => options.Bcrypt.MaxVerifyCost = 11 },
        { "Bcrypt.LongPassword is 7", options => options.Bcrypt.LongPassword = (LongPasswordRule)7 },
        { "Pbkdf2Sha512.Iterations is 99999", options => options.Pbkdf2Sha512.Iterations = 99_999 },
        { "Pbkdf2Sha256.MinIterations is 0", options => options.Pbkdf2Sha256.MinIterations = 0 },
        { "Pbkdf2Sha256.SaltSize is 15", options => options.Pbkdf2Sha256.SaltSize = 15 },
    };

    [Theory, MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Options_that_cannot_be_used_are_refused_with_the_value_and_the_rule(string problem, Action<PasswordHashOptions> spoil)
    {
        var options = new PasswordHashOptions { Schemes = { "bcrypt" } };
        spoil(options);

        Assert.Contains(problem, Assert.Throws<ArgumentException>("options", () => new PasswordHashContext(options)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void All_breaches_are_told_at_once()
    {
        var options = new PasswordHashOptions { MaxConcurrentHashes = 0 };
        options.Bcrypt.Cost = 3;

        var message = Assert.Throws<ArgumentException>(() => new PasswordHashContext(options)).Message;

        Assert.Contains("MaxConcurrentHashes", message, StringComparison.Ordinal);
        Assert.Contains("Bcrypt.Cost", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.1, 15)] // Ten doublings above cost 8 would fit: the highest that is asked for.
    [InlineData(16, 11)]
    [InlineData(200, 10)]
    public void A_cost_is_found_that_fits_the_time(double millisecondsAtCost8, int expected)
    {
        var clock = new TestClock { PerLook = TimeSpan.FromMilliseconds(millisecondsAtCost8) };

        Assert.Equal(expected, PasswordCost.CalibrateBcrypt(TimeSpan.FromMilliseconds(250), time: clock));
    }

    [Fact]
    public void Iterations_are_found_that_fit_the_time()
    {
        var clock = new TestClock { PerLook = TimeSpan.FromMilliseconds(10) }; // For 20,000.

        Assert.Equal(500_000, PasswordCost.CalibratePbkdf2Sha512(TimeSpan.FromMilliseconds(250), time: clock));
        Assert.Equal(220_000, PasswordCost.CalibratePbkdf2Sha512(TimeSpan.FromMilliseconds(20), time: clock));
        Assert.Throws<ArgumentOutOfRangeException>("target", () => PasswordCost.CalibratePbkdf2Sha512(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>("max", () => PasswordCost.CalibrateBcrypt(TimeSpan.FromSeconds(1), min: 12, max: 11));
    }
}

namespace StatefulScheduler.Tokens.Tests.Passwords;

public class PasswordHashContextTests
{
    private const string Identity = "AQAAAAIAAAPoAAAAEHPCCBuMOPlWkaYj9gGbB+qc9hNxHOBQFUWlooQ3/LUEbOff706DLEUs4lmSp2GJSA=="; // "secret", 1,000 rounds
    private const string IdentityV2 = "AKP/Q4sL6O0EQ4wAsriiTg3XDeoW5poL00pRFta78oug5/uYM/xyyTXJLk7wzQ2RrQ=="; // "secret"
    private const string Django = "pbkdf2_sha256$1000$OpXzrmKqULp9$wji/mySvLn3mxGFyh0YXnEQ0F5SrFPEmgbd1bXyfczE="; // "correct horse battery staple"

    [Theory]
    [InlineData(PasswordSchemes.Bcrypt, "$2b$04$")]
    [InlineData(PasswordSchemes.BcryptSha256, "$bcrypt-sha256$v=2,t=2b,r=4$")]
    [InlineData(PasswordSchemes.Pbkdf2Sha512, "$pbkdf2-sha512$10$")]
    [InlineData(PasswordSchemes.Pbkdf2Sha256, "$pbkdf2-sha256$10$")]
    public void A_scheme_verifies_what_it_hashed_and_nothing_else(string scheme, string prefix)
    {
        using var context = Cheap.Context(scheme);

        var hash = context.Hash("pässword 中文");

        Assert.StartsWith(prefix, hash, StringComparison.Ordinal);
        Assert.Equal(scheme, context.Identify(hash));
        Assert.True(context.Verify("pässword 中文", hash));
        Assert.False(context.Verify("pässword 中", hash));
        Assert.False(context.NeedsRehash(hash));
    }

    [Fact]
    public void Nothing_said_means_bcrypt_with_cost_12()
    {
        using var context = new PasswordHashContext();

        Assert.Equal("bcrypt", context.DefaultScheme);
        Assert.StartsWith("$2b$12$", context.Hash("secret"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Identity, "secret")]
    [InlineData(IdentityV2, "secret")]
    [InlineData(Django, "correct horse battery staple")]
    public void A_hash_of_an_older_system_works_once_more_and_is_replaced(string hash, string password)
    {
        using var context = Cheap.Context(PasswordSchemes.Bcrypt, PasswordSchemes.AspNetIdentity, PasswordSchemes.DjangoPbkdf2Sha256);

        Assert.True(context.VerifyAndUpdate(password, hash, out var newHash));
        Assert.StartsWith("$2b$", newHash, StringComparison.Ordinal);
        Assert.True(context.VerifyAndUpdate(password, newHash, out var none));
        Assert.Null(none);
        Assert.False(context.VerifyAndUpdate("wrong", hash, out none));
        Assert.Null(none);
    }

    [Fact]
    public void A_cost_out_of_the_band_is_replaced_and_one_within_is_not()
    {
        var options = Cheap.Options();
        (options.Bcrypt.Cost, options.Bcrypt.MinCost, options.Bcrypt.MaxCost) = (5, 5, 6);
        using var context = new PasswordHashContext(options);

        Assert.True(context.NeedsRehash("$2b$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        Assert.False(context.NeedsRehash("$2y$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        Assert.False(context.NeedsRehash("$2a$06$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        Assert.True(context.NeedsRehash("$2b$07$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    [Fact]
    public void Deprecated_schemes_may_be_named_or_none()
    {
        var (none, named) = (Cheap.Options("bcrypt", "pbkdf2_sha512"), Cheap.Options("pbkdf2_sha512", "bcrypt", "pbkdf2_sha256"));
        none.Deprecated = [];
        named.Deprecated = ["bcrypt"];
        using var keeps = new PasswordHashContext(none);
        using var replaces = new PasswordHashContext(named);

        Assert.False(keeps.NeedsRehash("$pbkdf2-sha512$1000$YIzRWqsVohQCACAkpNR6Lw$x"));
        Assert.False(replaces.NeedsRehash("$pbkdf2-sha256$1000$YIzRWqsVohQCACAkpNR6Lw$x"));
        Assert.True(replaces.NeedsRehash("$2b$04$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }

    [Fact]
    public void A_new_password_that_bcrypt_cannot_see_whole_is_refused()
    {
        using var context = Cheap.Context();

        Assert.Equal(PasswordRefusal.None, context.Check(new('x', 72)));
        Assert.Equal(PasswordRefusal.TooLong, context.Check(new('x', 73)));
        Assert.Equal(PasswordRefusal.TooLong, context.Check(new('中', 25)));
        Assert.Equal(PasswordRefusal.ContainsNul, context.Check("a\0b"));
        Assert.Equal(PasswordRefusal.NotUnicode, context.Check("a\ud800b"));
        Assert.Equal(PasswordRefusal.TooLong, Assert.Throws<PasswordRefusedException>(() => context.Hash(new('x', 73))).Refusal);
    }

    [Fact]
    public void An_old_hash_of_a_long_password_goes_on_working_and_is_not_replaced_by_one_that_would_be_refused()
    {
        var truncating = Cheap.Options();
        truncating.Bcrypt.LongPassword = LongPasswordRule.Truncate;
        using var before = new PasswordHashContext(truncating);
        var options = Cheap.Options();
        (options.Bcrypt.Cost, options.Bcrypt.MinCost) = (5, 5);
        using var now = new PasswordHashContext(options);

        Assert.True(now.VerifyAndUpdate(new string('x', 80), before.Hash(new('x', 80)), out var newHash));
        Assert.Null(newHash);
    }

    [Fact]
    public void A_scheme_without_the_limit_hashes_long_passwords_whole()
    {
        using var context = Cheap.Context(PasswordSchemes.BcryptSha256);
        var hash = context.Hash(new string('x', 100));

        Assert.True(context.Verify(new string('x', 100), hash));
        Assert.False(context.Verify(new string('x', 99), hash));
    }

    [Fact]
    public void A_password_with_a_nul_is_never_right()
    {
        using var context = Cheap.Context();

        Assert.False(context.Verify("secret\0", new BcryptScheme(new() { Cost = 4 }).Hash("secret\0"u8)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not-a-hash")]
    [InlineData("$argon2id$v=19$m=8,t=1,p=1$8L4XotSas1bqfW9t7b13Lg$JiNSNEPNFp8CfDTE3jX20g")]
    [InlineData("$2x$05$/OK.fbVrR/bpIqNJ5ianF.o./n25XVfn6oAPaUvHe.Csk4zRfsYPi")]
    public void A_hash_that_is_none_matches_nothing(string? hash)
    {
        using var context = Cheap.Context(PasswordSchemes.Bcrypt, PasswordSchemes.Pbkdf2Sha512, PasswordSchemes.AspNetIdentity);

        Assert.False(context.Verify("secret", hash));
        Assert.False(context.VerifyAndUpdate("secret", hash, out var newHash));
        Assert.Null(newHash);
        Assert.Null(context.Identify(hash));
        Assert.False(context.NeedsRehash(hash));
    }

    [Fact]
    public void A_user_who_does_not_exist_costs_a_verification_of_the_default_scheme()
    {
        var counted = new CountedScheme();
        var options = new PasswordHashOptions { Schemes = { "counted" } };
        using var context = new PasswordHashContext(options, [counted]);

        context.DummyVerify();
        context.Verify("secret", null);
        context.Verify("secret", "unknown");

        Assert.Equal(3, counted.Verified);
        Assert.Equal(1, counted.Hashed); // The decoy, at start.
    }

    [Theory]
    [InlineData(PasswordSchemes.Bcrypt)]
    [InlineData(PasswordSchemes.BcryptSha256)]
    [InlineData(PasswordSchemes.Pbkdf2Sha512)]
    [InlineData(PasswordSchemes.Pbkdf2Sha256)]
    public void A_decoy_is_a_whole_hash_of_todays_cost_so_that_it_takes_the_whole_time(string scheme)
    {
        var options = new PasswordHashOptions { Schemes = { scheme } };
        options.Bcrypt.MinCost = options.Bcrypt.MaxCost = 12;
        options.Pbkdf2Sha512.MinIterations = 220_000;
        options.Pbkdf2Sha256.MinIterations = 600_000;
        var made = PasswordSchemes.Create(scheme, options);
        var decoy = ((IDecoyScheme)made).Decoy();

        Assert.True(made.Identify(decoy));
        Assert.False(made.NeedsRehash(decoy));
        Assert.Equal(decoy.Split('$').Length, made.Hash("secret"u8).Split('$').Length);
        Assert.Equal(decoy.Length, made.Hash("secret"u8).Length);
    }

    [Fact]
    public void An_unknown_hash_is_told_once_and_neither_it_nor_the_password_is_shown()
    {
        var log = new LogLines();
        using var context = new PasswordHashContext(Cheap.Options(), logger: log);

        context.Verify("hunter2-password", "$nope$abcdefgh");
        context.Verify("hunter2-password", "$nope$abcdefgh");

        var line = Assert.Single(log.Lines);
        Assert.StartsWith("Warning: A stored password hash is of none of the schemes bcrypt", line, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", line, StringComparison.Ordinal);
        Assert.DoesNotContain("abcdefgh", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_password_is_not_in_the_exception()
    {
        using var context = Cheap.Context();
        var error = Assert.Throws<PasswordRefusedException>(() => context.Hash("hunter2\0password"));

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("NUL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_verification_does_not_show_the_hash() =>
        Assert.Equal("valid, with a new hash", new PasswordVerification(true, "$2b$12$secret").ToString());

    [Fact]
    public async Task The_asynchronous_forms_do_the_same()
    {
        using var context = Cheap.Context("bcrypt", "aspnet_identity");
        var token = TestContext.Current.CancellationToken;

        var hash = await context.HashAsync("secret", token);

        Assert.Equal(new(true, null), await context.VerifyAndUpdateAsync("secret", hash, token));
        Assert.Equal(new(false, null), await context.VerifyAndUpdateAsync("wrong", hash, token));
        Assert.NotNull((await context.VerifyAndUpdateAsync("secret", Identity, token)).NewHash);
        await Assert.ThrowsAsync<PasswordRefusedException>(async () => await context.HashAsync("a\0", token));
    }

    [Fact]
    public async Task No_more_passwords_than_allowed_are_hashed_at_once_and_a_wait_can_be_cancelled()
    {
        using var slow = new GatedScheme();
        using var context = new PasswordHashContext(new PasswordHashOptions { Schemes = { "gated" }, MaxConcurrentHashes = 2 }, [slow]);
        var running = Enumerable.Range(0, 6).Select(_ => context.VerifyAndUpdateAsync("secret", "gated", TestContext.Current.CancellationToken).AsTask()).ToList();
        using var impatient = new CancellationTokenSource();
        var waiting = context.VerifyAndUpdateAsync("secret", "gated", impatient.Token).AsTask();

        await slow.TwoInside.WaitAsync(TestContext.Current.CancellationToken);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        slow.Open();
        await Task.WhenAll(running);

        Assert.Equal(2, slow.Most);
    }

    private sealed class CountedScheme : IPasswordScheme
    {
        public int Verified { get; private set; }

        public int Hashed { get; private set; }

        public string Name => "counted";

        public bool Identify(ReadOnlySpan<char> hash) => hash is "counted";

        public string Hash(ReadOnlySpan<byte> password)
        {
            Hashed++;
            return "counted";
        }

        public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash)
        {
            Verified++;
            return true;
        }

        public bool NeedsRehash(ReadOnlySpan<char> hash) => false;
    }

    private sealed class GatedScheme : IPasswordScheme, IDisposable
    {
        private readonly ManualResetEventSlim gate = new();
        private readonly TaskCompletionSource twoInside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Lock counting = new();
        private int now;

        public int Most { get; private set; }

        public Task TwoInside => twoInside.Task;

        public string Name => "gated";

        public void Open() => gate.Set();

        public void Dispose() => gate.Dispose();

        public bool Identify(ReadOnlySpan<char> hash) => hash is "gated";

        public string Hash(ReadOnlySpan<byte> password) => "gated";

        public bool NeedsRehash(ReadOnlySpan<char> hash) => false;

        public bool Verify(ReadOnlySpan<byte> password, ReadOnlySpan<char> hash)
        {
            Count(+1);
            gate.Wait();
            Count(-1);
            return true;
        }

        private void Count(int change)
        {
            lock (counting)
            {
                now += change;
                Most = Math.Max(Most, now);
                if (now == 2)
                    twoInside.TrySetResult();
            }
        }
    }
}

using System.Text;

namespace StatefulScheduler.Tokens.Tests.Passwords;

// What the hash is, judged by examples that others published: openwall's crypt_blowfish (public domain) and one hash that is all over the web.
public class BcryptTests
{
    private static readonly BcryptScheme Bcrypt = new BcryptScheme(new());

    public static TheoryData<string, string> Openwall => new()
    {
        { "U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW" },
        { "U*U*", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK" },
        { "U*U*U", "$2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a" },
        { "", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy" },
        { "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored", "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui" },
        { "123456", "$2b$12$Qm6i.pPxCM/Kc672T0GJZOr6Wnq2YkjZm.UMk1O9abq.8fx3fas52" },
    };

    [Theory, MemberData(nameof(Openwall))]
    public void A_published_hash_is_verified(string password, string hash)
    {
        Assert.True(Bcrypt.Verify(Encoding.UTF8.GetBytes(password), hash));
        Assert.False(Bcrypt.Verify(Encoding.UTF8.GetBytes("!" + password), hash));
    }

    [Theory]
    [InlineData("a3", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.Sa7shbm4.OzKpvFnX1pQLmQW96oUlCq")]
    [InlineData("ffffa3", "$2b$05$/OK.fbVrR/bpIqNJ5ianF.CE5elHaaO4EbggVDjb8P19RukzXSM3e")]
    [InlineData("ffa33334ffffffa3333435", "$2y$05$/OK.fbVrR/bpIqNJ5ianF.o./n25XVfn6oAPaUvHe.Csk4zRfsYPi")]
    [InlineData("a36162", "$2a$05$/OK.fbVrR/bpIqNJ5ianF.6IflQkJytoRVc1yuaNtHfiuq.FRlSIS")]
    public void Bytes_that_are_no_text_are_hashed_without_the_sign_bug(string password, string hash) =>
        Assert.True(Bcrypt.Verify(Convert.FromHexString(password), hash));

    [Theory]
    [InlineData("")]
    [InlineData("*0")]
    [InlineData("$2a$05$")]
    [InlineData("$2a$03$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2a$32$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2x$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2A$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2a$ 5$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCC!.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe=")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW\n")]
    [InlineData("$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOe\u00e9")]
    public void A_malformed_hash_matches_nothing_and_throws_nothing(string hash) => Assert.False(Bcrypt.Verify("U*U"u8, hash));

    [Fact]
    public void A_hash_of_an_absurd_cost_is_refused_without_work() =>
        Assert.False(Bcrypt.Verify("U*U"u8, "$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));

    [Fact]
    public void A_new_hash_is_written_as_everybody_reads_it_and_has_its_own_salt()
    {
        var scheme = new BcryptScheme(new() { Cost = 4 });

        var (one, other) = (scheme.Hash("secret"u8), scheme.Hash("secret"u8));

        Assert.StartsWith("$2b$04$", one, StringComparison.Ordinal);
        Assert.Equal(60, one.Length);
        Assert.NotEqual(one, other);
        Assert.True(scheme.Verify("secret"u8, one) && scheme.Verify("secret"u8, other));
    }

    [Fact]
    public void A_single_wrong_bit_of_any_digest_byte_is_seen()
    {
        var hash = new BcryptScheme(new() { Cost = 4 }).Hash("secret"u8);
        for (var at = 29; at < hash.Length - 1; at++)
        {
            var other = hash.ToCharArray();
            other[at] = other[at] == 'a' ? 'b' : 'a';
            Assert.False(Bcrypt.Verify("secret"u8, other));
        }
    }

    [Fact]
    public void A_hash_allocates_no_more_than_its_text()
    {
        var (scheme, salt, digest) = (new BcryptScheme(new() { Cost = 4 }), new byte[16], new byte[23]);
        var hash = scheme.Hash("secret"u8);

        Assert.InRange(BytesOf(() => Eksblowfish.Digest("secret"u8, salt, 4, digest)), 0, 0);
        Assert.InRange(BytesOf(() => scheme.Verify("secret"u8, hash)), 0, 0);
        Assert.InRange(BytesOf(() => scheme.Hash("secret"u8)), 1, 200);
    }

    private static long BytesOf(Action call)
    {
        call();
        var least = long.MaxValue;
        for (var i = 0; i < 10; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
